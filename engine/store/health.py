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


WAITING = text("""
    SELECT (SELECT count(*) FROM clock_step WHERE state = 'armed' AND at <= :now),
        (SELECT count(*) FROM notice WHERE state IN ('waiting', 'taken') AND next_at <= :now),
        (SELECT count(*) FROM notice WHERE state = 'dead'),
        (SELECT count(*) FROM callback WHERE state = 'open' AND next_at <= :now)
""")


async def waiting(session: AsyncSession, *, now: datetime) -> Waiting:
    """What is due now."""
    return Waiting(*(await session.execute(WAITING, {"now": now})).one())
