"""What an event enters in the ledger: its movement, and where the issue had moved since its last entry."""

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.assignment import Assignment
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.ledger import LedgerEntry
from engine.model.words import EventKind, Part
from engine.rules.movements import Movement, movement

Place = tuple[str | None, str | None, int | None]


async def enter(session: AsyncSession, issue: Issue, event: Event, assignment: Assignment | None) -> None:
    """Add the entries this event makes; what changes agency or measure is entered before what else it does."""
    async for made in entries(session, issue, event, assignment):
        session.add(made)


async def entries(
    session: AsyncSession, issue: Issue, event: Event, assignment: Assignment | None
) -> AsyncIterator[LedgerEntry]:
    """At most two: `moved`, and the event's own movement."""
    moves = movement(EventKind(event.kind))
    if moves is Movement.OFF or leads(event, assignment):
        before = await place(session, issue.id)
        if before != (issue.lead, issue.document, issue.number):
            yield entry(issue, event, Movement.MOVED, before)
    if moves:
        yield entry(issue, event, moves)


def leads(event: Event, assignment: Assignment | None) -> bool:
    """Whether the event gives the issue to a lead."""
    return event.kind == EventKind.DISPATCHED and assignment is not None and assignment.part == Part.LEAD


async def place(session: AsyncSession, issue_id: int) -> Place:
    """The agency and measure under which the ledger last had the issue."""
    columns = (LedgerEntry.agency, LedgerEntry.document, LedgerEntry.number)
    statement = (
        select(*columns)  # type: ignore[call-overload]
        .where(LedgerEntry.issue_id == issue_id)
        .order_by(LedgerEntry.id.desc())  # type: ignore[attr-defined]
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    return (row.agency, row.document, row.number) if row else (None, None, None)


def entry(issue: Issue, event: Event, moves: Movement, before: Place = (None, None, None)) -> LedgerEntry:
    """One movement, under the issue's present agency and measure."""
    from_agency, from_document, from_number = before
    return LedgerEntry(
        issue_id=issue.id,
        event_id=event.id,
        movement=moves,
        outcome=issue.outcome if moves is Movement.OFF else None,
        channel=issue.channel,
        agency=issue.lead,
        document=issue.document,
        number=issue.number,
        from_agency=from_agency,
        from_document=from_document,
        from_number=from_number,
        at=event.at,
        recorded_at=event.recorded_at,
    )
