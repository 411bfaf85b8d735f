"""How sure a share or a middle is, for agencies with few issues."""

from collections.abc import Sequence
from math import ceil, sqrt
from statistics import median as middle

Z95 = 1.959963984540054  # two-sided 95 % of the normal distribution


def wilson(numerator: int, denominator: int) -> tuple[float, float] | None:
    """The Wilson score interval of a share at 95 %; nothing sampled, nothing known."""
    if denominator == 0:
        return None
    share, square = numerator / denominator, Z95**2
    scale = 1 + square / denominator
    centre = (share + square / (2 * denominator)) / scale
    margin = Z95 * sqrt(share * (1 - share) / denominator + square / (4 * denominator**2)) / scale
    return max(0.0, centre - margin), min(1.0, centre + margin)


def median(values: Sequence[float]) -> float | None:
    """The middle value; of an even number the mean of the two."""
    return middle(values) if values else None


def p90(values: Sequence[float]) -> float | None:
    """The smallest value that nine in ten do not exceed (nearest rank)."""
    return sorted(values)[ceil(0.9 * len(values)) - 1] if values else None
