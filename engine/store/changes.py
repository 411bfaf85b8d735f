"""What has happened since a reader last looked: events of transactions that were not yet over then."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MOST = 2000  # events told one by one; with more, everything is said to have changed


@dataclass(frozen=True, slots=True)
class Change:
    """One event: which issue it is about, how that came in, and who has or had it."""

    event: int
    issue: int
    channel: str
    agencies: frozenset[str]


MARK = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
SINCE = text(f"""
    SELECT e.id, e.issue_id, i.channel, ARRAY(SELECT a.agency FROM assignment a WHERE a.issue_id = i.id)
    FROM event e JOIN issue i ON i.id = e.issue_id
    WHERE e.xid >= CAST(CAST(:mark AS text) AS xid8) ORDER BY e.xid, e.id LIMIT {MOST}
""")

ANY_SINCE = text("SELECT EXISTS (SELECT FROM event WHERE xid >= CAST(CAST(:mark AS text) AS xid8))")


async def mark(session: AsyncSession) -> int:
    """The oldest transaction still running: whatever is older can be seen, or never will be."""
    found: int = (await session.execute(MARK)).scalar_one()
    return found


async def since(session: AsyncSession, before: int) -> Sequence[Change]:
    """Events of transactions not older than that mark, as far as they can be seen now."""
    found = await session.execute(SINCE, {"mark": str(before)})
    return [Change(row[0], row[1], row[2], frozenset(row[3])) for row in found]


async def any_since(session: AsyncSession, before: int) -> bool:
    """Whether there is an event of a transaction not older than that mark."""
    return bool((await session.execute(ANY_SINCE, {"mark": str(before)})).scalar_one())
