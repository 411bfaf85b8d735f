"""What the weekly summary reads: histories and clocks of the issues that stood on the ledger, as of an instant."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.event import Event
from engine.model.figures import Promise, Story, Told
from engine.model.ledger import LedgerEntry
from engine.model.notice import Notice
from engine.model.promise import Clock, Occurrence
from engine.model.words import EventKind

LONG = "'{text,note,why_open,reasons,measures,opinion,evidence}'"  # words that no figure reads
ISSUES = text("""
    select id, reference, channel, at, recorded_at, needed_by from issue where id = any(:ids) order by id
""")
EVENTS = text(f"""
    select e.issue_id, e.kind, e.at, e.recorded_at, e.assignment_id, a.part, a.agency, e.data - cast({LONG} as text[]) as data
    from event e left join assignment a on a.id = e.assignment_id
    where e.issue_id = any(:ids) and e.recorded_at < :at order by e.issue_id, e.seq
""")
CLOCKS = text("""
    select c.issue_id, c.target, c.agency, c.part, c.state, c.started_at, c.due_at, c.met_at,
           greatest(c.started_at, i.recorded_at) as known_at, c.body->'breaches' as breaches
    from clock c join issue i on i.id = c.issue_id
    where c.issue_id = any(:ids) and c.started_at < :at order by c.issue_id, c.id
""")
TOUCHED = text("select distinct issue_id from event where issue_id = any(:ids) and recorded_at >= :at")
LOOKED_AT = text("""
    select distinct issue_id from event
    where kind in ('appealed', 'appeal_upheld', 'callback_checked') and recorded_at >= :start and recorded_at < :end
""")


async def stories(session: AsyncSession, ids: Sequence[int], *, at: datetime) -> list[Story]:
    """The issues with their events known by `at`; clocks are added by `with_promises`."""
    values = {"ids": list(ids), "at": at}
    told: dict[int, list[Told]] = defaultdict(list)
    for issue, *event in await session.execute(EVENTS, values):
        told[issue].append(Told(*event))
    found = await session.execute(ISSUES, {"ids": list(ids)})
    return [Story._make((*row, tuple(told[row.id]), ())) for row in found]


async def promises(
    session: AsyncSession, ids: Sequence[int], *, at: datetime
) -> dict[int, tuple[Promise, ...]]:
    """Clocks as their rows stand; true for issues to which nothing happened since `at`."""
    found: dict[int, list[Promise]] = defaultdict(list)
    for row in await session.execute(CLOCKS, {"ids": list(ids), "at": at}):
        broken = tuple(datetime.fromisoformat(one["due_at"]) for one in row.breaches or ())
        found[row.issue_id].append(Promise._make((*row[:9], broken)))
    return {issue: tuple(rows) for issue, rows in found.items()}


async def touched(session: AsyncSession, ids: Sequence[int], *, at: datetime) -> list[int]:
    """Those of the issues to which something happened at `at` or later: their clocks are replayed."""
    return list((await session.execute(TOUCHED, {"ids": list(ids), "at": at})).scalars())


async def looked_at(session: AsyncSession, *, start: datetime, end: datetime) -> list[int]:
    """Issues whose callback was disputed or checked in the period; they may have left the ledger long before."""
    return list((await session.execute(LOOKED_AT, {"start": start, "end": end})).scalars())


async def histories(
    session: AsyncSession, ids: Sequence[int], *, at: datetime
) -> Mapping[int, Sequence[Occurrence]]:
    """Whole histories as the rules of time read them, up to `at`."""
    statement = (
        select(Event)
        .where(Event.issue_id.in_(ids), Event.recorded_at < at)  # type: ignore[attr-defined, arg-type]
        .order_by(Event.issue_id, Event.seq)  # type: ignore[arg-type]
    )
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for event in (await session.execute(statement)).scalars():
        found[event.issue_id].append(occurrence(event))
    return found


def occurrence(event: Event) -> Occurrence:
    """An event as the rules of time read it."""
    assignment = str(event.assignment_id) if event.assignment_id else None
    kind = EventKind(event.kind)
    return Occurrence(
        seq=event.seq,
        kind=kind,
        at=event.at,
        recorded_at=event.recorded_at,
        assignment=assignment,
        data=event.data,
    )


def promise(issue: int, clock: Clock, *, recorded_at: datetime) -> Promise:
    """A replayed clock as figures read it."""
    return Promise(
        issue=issue,
        target=clock.target,
        agency=clock.agency,
        part=clock.part,
        state=clock.state,
        started_at=clock.started_at,
        due_at=clock.due_at,
        met_at=clock.met_at,
        known_at=max(clock.started_at, recorded_at),
        broken=tuple(one.due_at for one in clock.breaches),
    )


async def announced(session: AsyncSession, key: str) -> bool:
    """Whether a notice of that key is in the outbox, sent or not."""
    return await session.scalar(select(Notice.id).where(Notice.key == key)) is not None  # type: ignore[call-overload]


async def begun(session: AsyncSession, *, before: datetime) -> bool:
    """Whether anything was entered in the ledger before that instant."""
    statement = select(LedgerEntry.id).where(LedgerEntry.recorded_at < before).limit(1)  # type: ignore[call-overload]
    return await session.scalar(statement) is not None
