"""How late duties are, as counts by bounds: they add up over runs and processes, and quantiles are read off them."""

from bisect import bisect_left
from collections.abc import Mapping

UPTO = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)  # seconds
BEYOND = float("inf")


def bucket(seconds: float) -> float:
    """The least bound that so much lateness keeps."""
    place = bisect_left(UPTO, seconds)
    return UPTO[place] if place < len(UPTO) else BEYOND


def quantile(lateness: Mapping[float, int], share: float) -> float | None:
    """The bound that this share kept; none, if nothing was counted."""
    wanted, seen = sum(lateness.values()) * share, 0
    for upto in sorted(lateness):
        seen += lateness[upto]
        if lateness[upto] and seen >= wanted:
            return upto
    return None
