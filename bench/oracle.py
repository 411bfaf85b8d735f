"""An independent oracle of counted time: every minute of three years as one bit, counted one by one.

It shares no code and no data with the engine: workdays come from the `chinesecalendar` package, windows are written
here again, the zone is a fixed offset. Slow ideas, made bearable by numpy.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import chinese_calendar
import numpy as np
from numpy.typing import NDArray

SHANGHAI = timezone(timedelta(hours=8))
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
WINDOWS = ((9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60 + 30))
DAY = 24 * 60
ZERO = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=SHANGHAI)
DAYS = (LAST - FIRST).days + 1
Many = NDArray[np.int64]


def _minutes() -> tuple[Any, Any]:
    """For each minute: is it working time, and is it the last working minute of its day."""
    working, closing = np.zeros(DAYS * DAY, dtype=bool), np.zeros(DAYS * DAY, dtype=bool)
    for number in range(DAYS):
        if not chinese_calendar.is_workday(FIRST + timedelta(days=number)):
            continue
        for opens, closes in WINDOWS:
            working[number * DAY + opens : number * DAY + closes] = True
        closing[number * DAY + WINDOWS[-1][1] - 1] = True
    return working, closing


WORKING, CLOSING = _minutes()
WORKED = np.concatenate([[0], np.cumsum(WORKING)])  # minutes worked before each minute
CLOSED = np.concatenate([[0], np.cumsum(CLOSING)])  # workdays ended before each minute


def add(starts: Many, amounts: Many, unit: str) -> Many:
    """Minutes since `ZERO` at which the amounts are used up: the first minute by which enough has passed."""
    if unit == "elapsed":
        return starts + amounts
    if unit == "worktime":
        return many(np.searchsorted(WORKED, WORKED[starts] + amounts, side="left"))
    end_of_day = (starts // DAY + 1) * DAY  # the start day is not counted
    return many(np.searchsorted(CLOSED, CLOSED[end_of_day] + amounts, side="left"))


def between(starts: Many, ends: Many, unit: str) -> Many:
    """Minutes or workdays counted from starts to ends; the day of the end counts, that of the start does not."""
    if unit == "elapsed":
        return ends - starts
    if unit == "worktime":
        return many(WORKED[ends] - WORKED[starts])
    return many(CLOSED[(ends // DAY + 1) * DAY] - CLOSED[(starts // DAY + 1) * DAY])


def many(values: Any) -> Many:
    """Whole numbers as one array."""
    return np.asarray(values, dtype=np.int64)


def instant(minute: int) -> datetime:
    """The instant of a minute."""
    return (ZERO + timedelta(minutes=int(minute))).astimezone(UTC)


def minute(moment: datetime) -> int:
    """The minute of an instant."""
    return int((moment - ZERO) / timedelta(minutes=1))


def cases(number: int, seed: int, unit: str) -> tuple[Many, Many]:
    """Random starts within the first two years, and amounts that stay within the third."""
    random = np.random.default_rng(seed)
    starts = random.integers(0, 700 * DAY, number)
    near = random.random(number) < 0.5  # half of them on the edges of windows, where counting goes wrong
    edges = np.array([0, 1, 539, 540, 541, 719, 720, 721, 809, 810, 811, 1049, 1050, 1051, 1439])
    starts = np.where(near, starts // DAY * DAY + random.choice(edges, number), starts)
    most = {"elapsed": 200_000, "worktime": 30_000, "workdays": 60}[unit]
    return many(starts), many(random.integers(1, most, number))
