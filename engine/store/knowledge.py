"""Knowledge entries: found by the words of their question, answer or agency."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.knowledge import Knowledge


async def valid(
    session: AsyncSession,
    *,
    on: date,
    words: str = "",
    agency: str | None = None,
    after: int = 0,
    limit: int = 50,
) -> Sequence[Knowledge]:
    """Entries in force on a day, oldest first, behind the id `after`."""
    statement = select(Knowledge).where(
        col(Knowledge.id) > after,
        col(col(Knowledge.valid_from)) <= on,
        or_(col(Knowledge.valid_to).is_(None), col(col(Knowledge.valid_to)) >= on),
    )
    if agency:
        statement = statement.where(col(Knowledge.agency) == agency)
    if words:
        statement = statement.where(
            or_(
                col(Knowledge.question).icontains(words, autoescape=True),
                col(Knowledge.answer).icontains(words, autoescape=True),
            )
        )
    rows = await session.execute(statement.order_by(col(Knowledge.id)).limit(limit))
    return list(rows.scalars())
