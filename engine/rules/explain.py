"""How a deadline came about: what happened to the clock, and its sum day by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.model.promise import Clock, ClockKey, Occurrence
from engine.model.words import ClockState, EventKind, Unit
from engine.rules.clock_moves import to_run
from engine.rules.clocks import advance
from engine.rules.day_rows import DayRow, Run, rows
from engine.rules.rulebook import Rulebook
from engine.rules.timeline import MINUTE


@dataclass(frozen=True, slots=True)
class Turn:
    """The clock after an event that moved it."""

    seq: int
    kind: EventKind
    at: datetime
    clock: Clock


@dataclass(frozen=True, slots=True)
class Explanation:
    """A clock with everything that moved it, and the days its sum is made of."""

    clock: Clock
    turns: tuple[Turn, ...]
    days: tuple[DayRow, ...]
    left: float  # workdays or minutes not used when it was met or stopped; a running clock is explained until due

    @property
    def counted(self) -> float:
        """Workdays or minutes used so far, or until it is due."""
        return sum(day.counted for day in self.days)

    @property
    def granted(self) -> float:
        """Workdays or minutes the clock has to use, with every extension and floor; equals `counted` at due."""
        return self.counted + self.left


def explain(history: Iterable[Occurrence], key: ClockKey, book: Rulebook) -> Explanation | None:
    """The clock of that key, explained from its issue's history; None when the history starts no such clock."""
    turns = turns_of(history, book).get(key)
    return explanation(turns, book) if turns else None


def explanation(turns: Sequence[Turn], book: Rulebook) -> Explanation:
    """A clock explained from the states it went through."""
    clock = turns[-1].clock
    calendar = book.calendar_of(clock.book, clock.calendar)
    counted = rows(calendar, runs(turns), clock.unit)
    return Explanation(clock, tuple(turns), counted, remaining(clock, book))


def turns_of(history: Iterable[Occurrence], book: Rulebook) -> Mapping[ClockKey, Sequence[Turn]]:
    """Every state that each clock of the issue went through."""
    clocks: dict[ClockKey, Clock] = {}
    turns: dict[ClockKey, list[Turn]] = {}
    for what in sorted(history, key=lambda one: one.seq):
        for clock in advance(clocks, what, book):
            clocks[clock.key] = clock
            turns.setdefault(clock.key, []).append(Turn(what.seq, what.kind, what.at, clock))
    return turns


def runs(turns: Sequence[Turn]) -> list[Run]:
    """The stretches in which it ran; the last one reaches to its due time, or to where it was settled."""
    found: list[Run] = []
    begins: datetime | None = None
    for turn in turns:
        clock = turn.clock
        if clock.state is ClockState.RUNNING:
            begins = begins or clock.since
        elif begins is not None:
            found.append(Run(begins, max(begins, turn.at)))
            begins = None
    last = turns[-1].clock
    if begins is not None and last.due_at is not None:
        found.append(Run(begins, max(begins, last.due_at)))
    return found


def remaining(clock: Clock, book: Rulebook) -> float:
    """What a clock that is met or stands still has left, in days or minutes."""
    if clock.state is ClockState.RUNNING or clock.state is ClockState.CANCELLED:
        return 0.0
    left = clock.left
    if clock.met_at is not None and clock.due_at is not None:
        left = to_run(clock, clock.met_at, clock.due_at, book)
    return float(left) if clock.unit is Unit.WORKDAYS else left / MINUTE
