"""Bursts as values: what is counted, on which days, and what stood out."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

Daily = Mapping[date, int]


class Scope(NamedTuple):
    """What issues are counted by; an empty part means any."""

    measure: str = ""  # document/number
    place: str = ""
    enterprise: str = ""

    def within(self, other: "Scope") -> bool:
        """Whether everything counted here is counted there too."""
        return all(theirs in ("", mine) for mine, theirs in zip(self, other, strict=True))


class Window(NamedTuple):
    """Days in a row, both ends included."""

    first: date
    last: date

    def meets(self, other: "Window") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last


class Alarm(NamedTuple):
    """More issues in a window than its baseline lets expect; `chance` is how likely that was without a cause."""

    scope: Scope
    window: Window
    observed: int
    expected: float
    chance: float


class Burst(NamedTuple):
    """An alarm with its issues and the enterprises behind them."""

    alarm: Alarm
    issues: tuple[int, ...]
    enterprises: int


class Known(NamedTuple):
    """A common problem that was proposed before, as far as telling bursts apart needs it."""

    id: int
    scope: Scope
    issues: frozenset[int]
    first: date | None
    until: date | None


Counts = Mapping[Scope, Daily]
