"""The one funnel: an event, the clocks it moves, the ledger entry it makes, the notices it sends (DESIGN D1)."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.actions.announce import announce
from engine.actions.attach import hang
from engine.actions.entries import enter
from engine.actions.subject import Subject
from engine.actions.work import Work
from engine.model.assignment import Assignment
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.promise import Occurrence
from engine.model.words import EventKind
from engine.rules.clock_effects import starts
from engine.rules.clocks import advance
from engine.store import clock_rows

log = logging.getLogger(__name__)


async def record(
    work: Work,
    about: Subject,
    kind: EventKind,
    *,
    assignment: Assignment | None = None,
    at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write what happened and everything that follows from it, in the verb's own transaction."""
    event = await append(work, about.issue, kind, assignment=assignment, at=at, data=data or {})
    await keep_clocks(work, event)
    await enter(work.session, about.issue, event, assignment)
    await announce(work, about, event, assignment)
    await work.session.flush()
    log.info("%s", kind, extra={"ids": {"issue": about.issue.reference, "event": event.id}})
    return event


async def append(
    work: Work,
    issue: Issue,
    kind: EventKind,
    *,
    assignment: Assignment | None,
    at: datetime | None,
    data: Mapping[str, Any],
) -> Event:
    """The next event of the issue's trail; its number is the issue's version."""
    issue.version += 1
    event = Event(
        issue_id=issue.id,
        seq=issue.version,
        kind=kind,
        at=at or work.now,
        recorded_at=work.now,
        by_label=work.by.label,
        by_name=work.by.name,
        person_id=work.by.person_id,
        assignment_id=assignment.id if assignment else None,
        data=versioned(work, kind, data) | witnessed(work),
    )
    work.session.add(event)
    await work.session.flush()
    await hang(work, event)
    return event


def witnessed(work: Work) -> dict[str, Any]:
    """The trail holds the sha-256 of every file handed in, which proves it later and says nothing of who it is from."""
    return {"files": [one.sha256 for one in work.files]} if work.files else {}


def versioned(work: Work, kind: EventKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """What starts a clock carries the versions of the rules in force: a clock keeps those it began under."""
    book = {"book": work.rules.book.versions()} if starts(kind) else {}
    return book | dict(data)


async def keep_clocks(work: Work, event: Event) -> None:
    """Let the rules say which clocks this event starts, meets, stops or moves, and store them."""
    known = await clock_rows.of_issue(work.session, event.issue_id)
    changed = advance(known, occurrence(event), work.rules.book)
    await clock_rows.save(work.session, event.issue_id, changed)


def occurrence(event: Event) -> Occurrence:
    """The event as the rules read it."""
    return Occurrence(
        seq=event.seq,
        kind=EventKind(event.kind),
        at=event.at,
        recorded_at=event.recorded_at,
        assignment=str(event.assignment_id) if event.assignment_id else None,
        data=event.data,
    )
