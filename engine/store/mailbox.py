"""The outbox as people look through it, newest first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlmodel import col

from engine.model.notice import Notice


async def page(
    session: AsyncSession, *, states: Sequence[str] = (), before: int | None = None, limit: int = 50
) -> Sequence[Notice]:
    """Notices below the id `before`, without the bytes of their messages."""
    statement = select(Notice).options(defer(Notice.message, raiseload=True))  # type: ignore[arg-type]
    if states:
        statement = statement.where(col(Notice.state).in_(states))
    if before is not None:
        statement = statement.where(col(Notice.id) < before)
    rows = await session.execute(statement.order_by(col(Notice.id).desc()).limit(limit))
    return list(rows.scalars())
