"""重算: a newly published calendar moves the deadlines it touches; every change is listed, before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.actions.record import record
from engine.actions.subject import Subject
from engine.actions.work import Work
from engine.model.promise import Clock, ClockKey, Occurrence
from engine.model.words import EventKind
from engine.rules.clocks import advance
from engine.store import clock_rows, issues


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline before and after; a clock that stands still has none, but goes on by the new calendar."""

    reference: str
    key: ClockKey
    was: datetime | None
    becomes: datetime | None
    was_provisional: bool
    provisional: bool


async def reckon(work: Work, issue_id: int, *, dry: bool = False) -> Sequence[Moved]:
    """Reckon the issue's open clocks by the calendar in force, and record it if a deadline moves; `dry` only shows."""
    issue = await issues.locked(work.session, issue_id)
    known = await clock_rows.of_issue(work.session, issue_id)
    version = work.rules.book.current.calendar
    what = Occurrence(seq=issue.version + 1, kind=EventKind.RECKONED, at=work.now, data={"calendar": version})
    moved = list(changes(issue.reference, known, advance(known, what, work.rules.book)))
    if moved and not dry:
        about = Subject(issue, await issues.assignments(work.session, issue_id))
        await record(work, about, EventKind.RECKONED, data={"calendar": version})
    return moved


def changes(reference: str, before: dict[ClockKey, Clock], after: Iterable[Clock]) -> Iterable[Moved]:
    """The clocks whose deadline or certainty changes, and those that stand still and will go on otherwise."""
    for clock in after:
        old = before[clock.key]
        same = (old.due_at, old.provisional) == (clock.due_at, clock.provisional)
        if not same or clock.due_at is None:
            yield Moved(reference, clock.key, old.due_at, clock.due_at, old.provisional, clock.provisional)
