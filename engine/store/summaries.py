"""The stored weekly summaries. One is hundreds of kilobytes, most of it the lists: each read takes what it needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.errors import NotFound
from engine.model.figures import Figures
from engine.model.ledger import Summary

STORED = text("""
    insert into summary (week, starts, ends, drawn_at, figures, lists)
    values (:week, :starts, :ends, :drawn_at, cast(:figures as jsonb), cast(:lists as jsonb))
    on conflict (week) do nothing
""")
NEWEST = col(Summary.week).desc()


async def keep(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Store a summary, unless the week has one: the first stays."""
    await session.execute(STORED, dict(values))


async def of_week(session: AsyncSession, week: str) -> Summary | None:
    """The stored summary of a week."""
    return await session.get(Summary, week, populate_existing=True)


async def drawn(session: AsyncSession, week: str) -> bool:
    """Whether the week has a summary."""
    return await session.scalar(select(col(Summary.week)).where(col(Summary.week) == week)) is not None


async def required(session: AsyncSession, week: str) -> Summary:
    """The stored summary of a week; one that was not drawn is refused."""
    found = await of_week(session, week)
    if found is None:
        raise not_drawn(week)
    return found


async def figures(session: AsyncSession, week: str) -> Figures:
    """What a stored summary says, without the lists it opens."""
    found = await session.scalar(select(col(Summary.figures)).where(col(Summary.week) == week))
    if found is None:
        raise not_drawn(week)
    return Figures.model_validate(found)


async def listed(session: AsyncSession, week: str, key: str) -> list[int]:
    """The issues behind one number of a stored summary."""
    found = select(col(Summary.lists)[key]).where(col(Summary.week) == week)
    row = (await session.execute(found)).one_or_none()
    if row is None:
        raise not_drawn(week)
    if row[0] is None:
        raise NotFound(f"no figure {key}", key=key)
    return list(row[0])


def not_drawn(week: str) -> NotFound:
    """There is no summary of that week."""
    return NotFound(f"no summary of {week} was drawn", week=week)


async def every(session: AsyncSession, *, limit: int = 60) -> Sequence[Summary]:
    """The latest weeks, newest first."""
    return list((await session.execute(select(Summary).order_by(NEWEST).limit(limit))).scalars())


async def archive(session: AsyncSession, *, limit: int = 60) -> Sequence[Any]:
    """The latest weeks in one line each with the balance of each, newest first; a year's figures are too much to read."""
    columns = (Summary.week, Summary.starts, Summary.ends, Summary.drawn_at, Summary.released_at)
    balance = col(Summary.figures)["balance"].label("balance")
    statement = select(*columns, balance).order_by(NEWEST).limit(limit)  # type: ignore[call-overload]
    return (await session.execute(statement)).all()


async def weeks(session: AsyncSession) -> Sequence[str]:
    """The names of all weeks that have a summary."""
    return list((await session.execute(select(col(Summary.week)))).scalars())
