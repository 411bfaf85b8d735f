"""值守状况: what the heartbeats of shifts say together of how duties are seen to just now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

FRESH = timedelta(minutes=1)  # a shift says so every two seconds


class Standing(StrEnum):
    """By which road duties go, or that no shift is heard of."""

    BY_PREFECT = "by_prefect"
    DIRECT = "direct"  # Prefect does not answer; clocks and notices go on without it
    COVERED = "covered"  # no shift is kept; the watchdog of a web process does what is due
    SILENT = "silent"
    STARTING = "starting"


def standing(beats: Iterable[tuple[datetime | None, str]], now: datetime) -> Standing:
    """From when each duty was last seen to and by which road; what is older than a minute tells nothing."""
    heard = [(at, mode) for at, mode in beats if at is not None]
    if not heard:
        return Standing.STARTING
    fresh = {mode for at, mode in heard if now - at < FRESH} - {"idle"}
    if "watchdog" in fresh:
        return Standing.COVERED
    if "direct" in fresh:
        return Standing.DIRECT
    return Standing.BY_PREFECT if fresh else Standing.SILENT
