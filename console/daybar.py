"""A deadline drawn: one box a day, counted or not and why, as the rules explain it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from console.promises import LAPSING
from console.view import View
from engine.actions.record import occurrence
from engine.model.event import Event
from engine.model.promise import Clock
from engine.rules.day_rows import DayRow, Why
from engine.rules.explain import explanation, turns_of
from engine.store.trail import Promise

LONGEST_DELAY = 21  # days drawn behind the due time
UNCOUNTED = frozenset({Why.FIRST_DAY, Why.WEEKEND, Why.HOLIDAY})


@dataclass(frozen=True, slots=True)
class Day:
    """One box."""

    on: date
    look: str  # counted · uncounted · held · over · ahead
    why: str
    today: bool
    due: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise with its days; `unit` tells whether days or minutes are counted."""

    promise: Promise
    unit: str
    days: Sequence[Day]
    counted: float


def bars(view: View, events: Sequence[Event], promises: Sequence[Promise]) -> list[Bar]:
    """Every promise, drawn."""
    turns = turns_of([occurrence(event) for event in events], view.rules.book)
    found = []
    for promise in promises:
        clock = Clock.model_validate(promise.body)
        told = explanation(turns[clock.key], view.rules.book) if clock.key in turns else None
        rows = told.days if told else ()
        found.append(Bar(promise, clock.unit, boxes(view, promise, rows), told.counted if told else 0))
    return found


def boxes(view: View, promise: Promise, rows: Sequence[DayRow]) -> list[Day]:
    """The boxes of one promise, with the days by which it is late."""
    today = view.now.astimezone(view.zone).date()
    due = promise.due_at.astimezone(view.zone).date() if promise.due_at else None
    found = [box(view, row, today=today, due=due) for row in rows]
    found += [
        Day(on, "held", view.word("day", "stood"), on == today, False) for on in stood(promise, rows, today)
    ]
    return found + [
        Day(on, "over", view.word("day", "over"), on == today, False) for on in late(promise, due, today)
    ]


def box(view: View, row: DayRow, *, today: date, due: date | None) -> Day:
    """One day of the sum."""
    said = row.label or view.word("day", row.why)
    return Day(row.on, look(row, today), said, row.on == today, row.on == due)


def look(row: DayRow, today: date) -> str:
    """How the day looks: what lies ahead is drawn lighter."""
    if row.why is Why.STOOD:
        return "held"
    if row.why in UNCOUNTED:
        return "uncounted"
    return "ahead" if row.on > today or not row.counted else "counted"


def stood(promise: Promise, rows: Sequence[DayRow], today: date) -> list[date]:
    """The days on which a promise that stands still has stood since its last run."""
    if promise.clock_state != "paused" or not rows:
        return []
    return [rows[-1].on + timedelta(days=n) for n in range(1, (today - rows[-1].on).days + 1)][
        -LONGEST_DELAY:
    ]


def late(promise: Promise, due: date | None, today: date) -> list[date]:
    """The days behind the due time on which a running promise is still not kept."""
    if due is None or promise.clock_state != "running" or promise.target in LAPSING or not due < today:
        return []
    return [due + timedelta(days=n) for n in range(1, min((today - due).days, LONGEST_DELAY) + 1)]
