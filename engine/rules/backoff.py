"""How long a failed message waits before the next try: doubling, capped, spread by its own key."""

import hashlib
from datetime import timedelta

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=4)
TRIES = 24  # about three days, as mail servers do
SPREAD = 0.25  # of the wait, either way


def wait(key: str, attempt: int, *, retry_after: float | None = None) -> timedelta:
    """The pause after that many attempts (from 1); never shorter than what the other side asked for."""
    plain = min(FIRST * (1 << min(attempt - 1, 16)), LONGEST)
    spread = plain * (1 + SPREAD * (2 * _fraction(key, attempt) - 1))
    return max(spread, timedelta(seconds=retry_after or 0))


def exhausted(attempt: int) -> bool:
    """Whether that many attempts were the last."""
    return attempt >= TRIES


def _fraction(key: str, attempt: int) -> float:
    """0 to 1, the same for the same message and attempt in every process, so that a restart repeats nothing."""
    digest = hashlib.sha256(f"{key}/{attempt}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
