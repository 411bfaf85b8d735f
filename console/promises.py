"""Promises as people see them: how each looks now. The rules reckoned every instant; nothing is reckoned here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Reckoned(Protocol):
    """What a chip is drawn from."""

    @property
    def target(self) -> str | None: ...
    @property
    def clock_state(self) -> str | None: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def breached(self) -> bool | None: ...
    @property
    def yellow_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Chip:
    """A deadline in one glance."""

    target: str
    look: str  # burning · near · running · still · met · missed · ended · off
    due_at: datetime | None


def chip(one: Reckoned, now: datetime) -> Chip:
    """The chip of a clock at this instant."""
    return Chip(one.target or "", look(one, now), one.due_at)


LAPSING = frozenset({"return", "hold"})  # rights that end by themselves: past their end nobody is late


def look(one: Reckoned, now: datetime) -> str:
    """How it looks."""
    match one.clock_state:
        case "running" if one.due_at and one.due_at < now:
            return "ended" if one.target in LAPSING else "burning"
        case "running":
            return "near" if one.yellow_at and one.yellow_at <= now else "running"
        case "paused":
            return "still"
        case "met":
            return "missed" if one.breached else "met"
        case _:
            return "off"
