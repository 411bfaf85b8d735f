"""Clocks as values: what a running promise is, and the occurrences that move it. `model/clock.py` has their rows."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import AwareDatetime, Field

from engine.model.calendar import Frozen
from engine.model.policy import Matter
from engine.model.words import Audience, ClockState, EventKind, Part, Step, Target, Unit, Voice


class Book(Frozen):
    """The published versions a clock was reckoned by; frozen when it starts."""

    policies: int
    calendar: int
    ladder: int


class ClockKey(NamedTuple):
    """What tells the clocks of one issue apart; as text `reply/12/1`, or `dispatch/-/1` for the issue's own."""

    target: Target
    assignment: str | None
    ordinal: int

    @property
    def text(self) -> str:
        """The key as one word."""
        return f"{self.target}/{self.assignment or '-'}/{self.ordinal}"


class Occurrence(Frozen):
    """One event as the rules read it; docs/time.md lists what `data` holds for each kind."""

    seq: int
    kind: EventKind
    at: AwareDatetime  # true time
    recorded_at: AwareDatetime | None = None  # when the ledger learnt of it; None: at once
    assignment: str | None = None
    data: Mapping[str, Any] = Field(default_factory=dict)

    @property
    def known_at(self) -> AwareDatetime:
        """Before this nobody could have acted on it."""
        return max(self.at, self.recorded_at) if self.recorded_at else self.at


class PlannedStep(Frozen):
    """A step of the ladder at its instant; people are told at `tell_at`, later when it falls into quiet hours."""

    step: Step
    ordinal: int = 0
    at: AwareDatetime
    tell_at: AwareDatetime
    due_at: AwareDatetime
    audiences: tuple[Audience, ...] = ()
    voice: Voice = Voice.CARD
    heat: int = 0
    by_verb: bool = False


class Breach(Frozen):
    """A promise broken in one round; it stays recorded whatever happens later."""

    round: int
    due_at: AwareDatetime
    found_at: AwareDatetime


class Clock(Frozen):
    """时限: a promise as reckoned from the history so far."""

    target: Target
    assignment: str | None = None
    ordinal: int = 1
    matter: Matter
    unit: Unit
    amount: int
    policy: str
    calendar: str  # key of the calendar it counts on
    book: Book
    state: ClockState = ClockState.RUNNING
    started_at: AwareDatetime
    since: AwareDatetime  # when the present run began
    left: int  # what was left at `since`, or when it stopped: microseconds, or workdays
    due_at: AwareDatetime | None = None  # None while it stands still
    met_at: AwareDatetime | None = None
    paused_at: AwareDatetime | None = None
    breaches: tuple[Breach, ...] = ()
    extended: int = 0  # workdays granted
    round: int = 1
    needed_by: AwareDatetime | None = None
    provisional: bool = False
    steps: tuple[PlannedStep, ...] = ()

    @property
    def key(self) -> ClockKey:
        """What tells it apart from the other clocks of its issue."""
        return ClockKey(self.target, self.assignment, self.ordinal)

    @property
    def agency(self) -> str | None:
        """Whose promise it is, if an agency's."""
        return self.matter.agency

    @property
    def part(self) -> Part | None:
        """The part that agency plays."""
        return self.matter.part

    @property
    def breached(self) -> bool:
        """Whether it was ever late when it was settled, paused or sent back; a running clock is late by its due."""
        return bool(self.breaches)

    @property
    def open(self) -> bool:
        """Whether it runs or stands still, to go on."""
        return self.state in (ClockState.RUNNING, ClockState.PAUSED)
