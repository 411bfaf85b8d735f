"""What waits for the duties: work that is due and not yet done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that is due and not yet done."""

    steps: int
    notices: int
    dead: int
    callbacks: int


# Armed steps are read as their two indexes have them: without saying which, the whole history would be read.
ARMED = """(SELECT at FROM clock_step WHERE state = 'armed' AND NOT by_verb
        UNION ALL SELECT at FROM clock_step WHERE state = 'armed' AND by_verb) armed"""
WAITING = text(f"""
    SELECT (SELECT count(*) FROM {ARMED} WHERE at <= :now),
        (SELECT count(*) FROM notice WHERE state IN ('waiting', 'taken') AND next_at <= :now),
        (SELECT count(*) FROM notice WHERE state = 'dead'),
        (SELECT count(*) FROM callback WHERE state = 'open' AND next_at <= :now)
""")


async def waiting(session: AsyncSession, *, now: datetime) -> Waiting:
    """What is due now."""
    return Waiting(*(await session.execute(WAITING, {"now": now})).one())


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: how many wait, how many of them are due, and since when the oldest of those is."""

    name: str
    waiting: int
    due: int
    oldest: datetime | None


QUEUES = text(f"""
    SELECT 'steps', count(*), count(*) FILTER (WHERE at <= :now), min(at) FILTER (WHERE at <= :now)
    FROM {ARMED}
    UNION ALL
    SELECT 'notices', count(*), count(*) FILTER (WHERE next_at <= :now), min(next_at) FILTER (WHERE next_at <= :now)
    FROM notice WHERE state IN ('waiting', 'taken')
    UNION ALL
    SELECT 'callbacks', count(*), count(*) FILTER (WHERE next_at <= :now), min(next_at) FILTER (WHERE next_at <= :now)
    FROM callback WHERE state = 'open'
    UNION ALL
    SELECT 'triage', count(*), count(*), min(recorded_at) FROM issue WHERE open AND status IN ('registered', 'triage')
""")
UNSEALED = text("""
    SELECT min(recorded_at) FROM (
        SELECT recorded_at FROM event
        WHERE xid >= coalesce((SELECT until_xid FROM seal ORDER BY no DESC LIMIT 1), 0)::text::xid8
        ORDER BY xid, id LIMIT 1000
    ) first
""")  # found by transaction, not by looking through everything that was ever recorded


async def queues(session: AsyncSession, *, now: datetime) -> list[Queue]:
    """Every queue."""
    return [Queue(*row) for row in await session.execute(QUEUES, {"now": now})]


async def unsealed_since(session: AsyncSession) -> datetime | None:
    """When the oldest event was recorded that no seal covers."""
    found: datetime | None = await session.scalar(UNSEALED)
    return found
