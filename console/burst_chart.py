"""A burst drawn: a bar for every day, and over the bars what its past let expect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

STEP, HEIGHT = 10, 110  # of a day and of the highest bar, in the drawing's own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One day."""

    on: date
    count: int
    expected: float
    inside: bool  # in the window that stood out
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing."""

    bars: Sequence[Bar]
    line: str  # points of the expected
    width: int
    height: int
    highest: int


def chart(evidence: Mapping[str, Any]) -> Chart | None:
    """From the evidence as it was kept; nothing to draw for what a person proposed."""
    days = evidence.get("days") or []
    if not days:
        return None
    highest = max(1, *(max(count, expected) for _, count, expected in days))
    scale = HEIGHT / highest
    bars = [
        Bar(
            on=date.fromisoformat(day),
            count=count,
            expected=expected,
            inside=evidence["first"] <= day <= evidence["last"],
            x=place * STEP,
            y=round(HEIGHT - count * scale, 1),
            height=round(count * scale, 1),
        )
        for place, (day, count, expected) in enumerate(days)
    ]
    line = " ".join(f"{bar.x + STEP / 2:g},{round(HEIGHT - bar.expected * scale, 1):g}" for bar in bars)
    return Chart(bars, line, len(bars) * STEP, HEIGHT, int(highest))
