"""Stored summaries, newest first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.errors import NotFound
from engine.model.ledger import Summary


async def every(session: AsyncSession, *, limit: int = 60) -> Sequence[Summary]:
    """The latest weeks."""
    statement = select(Summary).order_by(col(Summary.week).desc()).limit(limit)
    return list((await session.execute(statement)).scalars())


async def of_week(session: AsyncSession, week: str) -> Summary:
    """The summary of one week, as 2026-W46."""
    found = await session.get(Summary, week)
    if found is None:
        raise NotFound(f"no summary of {week} was drawn", week=week)
    return found
