"""The outbox: notices taken under a lease, settled, and those that nobody would accept (DESIGN D8)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.notice import Notice
from engine.store.holders import DEAD

TAKE = text("""
with due as materialized (
  select id, next_at as due_at from notice where state in ('waiting', 'taken') and next_at <= :now
  order by next_at, id limit :limit for update skip locked)
update notice n set state = 'taken', taken_at = :now, attempts = n.attempts + 1, next_at = :until,
  holder = cast(:holder as bigint)
from due where n.id = due.id
returning n.id, n.key, n.kind, n.audience, n.party, n.issue_id, n.event_id, n.payload, n.attempts, n.created_at,
          n."to", n.message, due.due_at
""")
RENDERED = text('update notice set "to" = :to, subject = :subject, message = :message where id = :id')
BRANCH = text("""
insert into notice (key, kind, audience, party, issue_id, event_id, payload, state, attempts, next_at, created_at,
                    "to", subject, error)
select key || '-' || cast(:party as text), kind, audience, :party, issue_id, event_id, payload, 'waiting', 0, :now, created_at,
       '', '', ''
from notice where id = :id on conflict (key) do nothing
""")
NARROWED = text("update notice set party = :party where id = :id")
SETTLED = """
update notice set state = $3, next_at = $4, sent_at = $5, error = $6
where id = $1 and state = 'taken' and attempts = $2 returning id
"""
AGAIN = text("""
update notice set state = 'waiting', attempts = 0, next_at = :now, error = ''
where id = :id and state in ('dead', 'dropped') returning id
""")
RELEASE = text(f"""
with dead as materialized (select n.id from notice n where {DEAD} for update skip locked)
update notice n set next_at = n.taken_at from dead where n.id = dead.id returning n.id
""")
NEXT = f"""
select least(
  (select next_at from notice where state in ('waiting', 'taken') order by next_at, id limit 1),
  (select min(n.taken_at) from notice n where {DEAD}))
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent for one notice, at every try."""

    id: int
    to: str
    subject: str
    message: bytes


async def claim(
    session: AsyncSession, *, now: datetime, until: datetime, limit: int, holder: int | None = None
) -> Sequence[Any]:
    """Notices that are due, or whose taker let its lease run out; ours until `until`, or until we are dead."""
    rows = await session.execute(TAKE, {"now": now, "until": until, "limit": limit, "holder": holder})
    return sorted(rows.all(), key=lambda row: int(row.id))


async def release(session: AsyncSession) -> int:
    """End the leases of processes that have died; how many there were."""
    return len((await session.execute(RELEASE)).all())


async def keep(session: AsyncSession, letters: Sequence[Letter]) -> None:
    """Store what was rendered, in one trip: every further try sends these bytes."""
    if letters:
        await session.execute(RENDERED, [asdict(one) for one in letters])


async def narrow(session: AsyncSession, notice_id: int, parties: Sequence[str], *, now: datetime) -> None:
    """Keep the notice for the first of several parties and write one of its own for each of the others."""
    first, *others = parties
    for party in others:
        await session.execute(BRANCH, {"id": notice_id, "party": party, "now": now})
    await session.execute(NARROWED, {"id": notice_id, "party": first})


async def finish(
    connection: Any,
    notice_id: int,
    *,
    attempt: int,
    state: str,
    next_at: datetime,
    sent_at: datetime | None = None,
    error: str = "",
) -> bool:
    """Write the outcome of one try; false if the lease ran out and another took the notice.

    `connection` is the driver's own: one statement, once for every message that leaves.
    """
    settled = await connection.fetchval(SETTLED, notice_id, attempt, state, next_at, sent_at, error)
    return settled is not None


async def again(session: AsyncSession, notice_id: int, *, now: datetime) -> bool:
    """Put a dead letter back in the queue; false if it is none."""
    return (await session.execute(AGAIN, {"id": notice_id, "now": now})).first() is not None


async def dead(session: AsyncSession, *, limit: int = 100) -> Sequence[Notice]:
    """Letters nobody would accept, the latest first."""
    statement = select(Notice).where(Notice.state.in_(("dead", "dropped"))).order_by(Notice.id.desc())  # type: ignore[attr-defined]
    return list((await session.execute(statement.limit(limit))).scalars())


async def due_next(connection: Any) -> datetime | None:
    """When the next notice is due; `connection` is the driver's own."""
    found: datetime | None = await connection.fetchval(NEXT)
    return found
