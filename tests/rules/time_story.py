"""The port's own rules of time, and a history told in a few words."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from engine.catalog.calendars import read_almanac
from engine.catalog.ladders import read_ladder
from engine.catalog.policies import read_policies
from engine.model.calendar import Calendar
from engine.model.promise import Book, Clock, ClockKey, Occurrence
from engine.model.words import EventKind, Target
from engine.rules.clocks import Rulebook, advance
from engine.rules.worktime import local

FOLDER = Path(__file__).parents[2] / "catalogs" / "tianjin-port"


@cache
def rulebook() -> Rulebook:
    """The published rules of the port, version 1."""
    return Rulebook(
        policies={1: read_policies(FOLDER / "policies.yaml")},
        almanacs={1: read_almanac(FOLDER / "calendar.yaml")},
        ladders={1: read_ladder(FOLDER / "ladder.yaml")},
        current=Book(policies=1, calendar=1, ladder=1),
    )


def office() -> Calendar:
    """The port's office calendar."""
    return rulebook().calendar


def at(text: str) -> datetime:
    """A Shanghai wall-clock time of 2026: `10-12 09:00`."""
    return datetime.fromisoformat(f"2026-{text}+08:00".replace(" ", "T"))


def wall(instant: datetime | None) -> str:
    """The instant as people read it there."""
    return local(office(), instant).strftime("%m-%d %H:%M") if instant else "-"


class Story:
    """One issue: tell what happened, read its clocks."""

    def __init__(self, book: Rulebook | None = None, **facts: Any) -> None:
        self.book = book or rulebook()
        self.facts = {
            "urgency": "normal",
            "kind": "help",
            "channel": "hotline",
            "book": self.book.versions(),
        } | facts
        self.history: list[Occurrence] = []
        self.clocks: dict[ClockKey, Clock] = {}

    def tell(
        self, when: str | datetime, kind: str, assignment: str | None = None, /, **data: Any
    ) -> tuple[Clock, ...]:
        """Something happens; `recorded` is when the ledger learnt of it."""
        moment = at(when) if isinstance(when, str) else when
        recorded = data.pop("recorded", None)
        what = Occurrence(
            seq=len(self.history) + 1,
            kind=EventKind(kind),
            at=moment,
            recorded_at=at(recorded) if recorded else moment,
            assignment=assignment,
            data=data,
        )
        self.history.append(what)
        changed = advance(self.clocks, what, self.book)
        self.clocks |= {clock.key: clock for clock in changed}
        return changed

    def registered(self, when: str, **data: Any) -> "Story":
        """A report is registered."""
        self.tell(when, "registered", **self.facts | data)
        return self

    def dispatched(self, when: str, assignment: str = "1", part: str = "lead", **data: Any) -> "Story":
        """An agency is assigned."""
        agency = {"agency": f"agency-{assignment}", "agency_kind": "municipal", "part": part}
        self.tell(when, "dispatched", assignment, **self.facts | agency | data)
        return self

    def clock(self, target: str, assignment: str | None = None, ordinal: int = 1) -> Clock:
        """One of its clocks."""
        return self.clocks[ClockKey(Target(target), assignment, ordinal)]

    def due(self, target: str, assignment: str | None = None, ordinal: int = 1) -> str:
        """When it is due, on the wall."""
        return wall(self.clock(target, assignment, ordinal).due_at)

    def steps(self, target: str, assignment: str | None = None) -> list[tuple[str, str]]:
        """Its steps and when they fall."""
        return [(step.step.value, wall(step.at)) for step in self.clock(target, assignment).steps]


def lead(when: str = "10-12 10:00", **facts: Any) -> Story:
    """An issue registered an hour before and dispatched to one lead."""
    story = Story(**facts)
    registered = at(when) - timedelta(hours=1)
    story.tell(registered, "registered", **story.facts)
    return story.dispatched(when)
