"""Sessions of people: found by the hash of their token, with the person they belong to."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.person import Person, WebSession


async def found(session: AsyncSession, token_hash: str, *, now: datetime) -> tuple[WebSession, Person] | None:
    """The unexpired session of that token and its active person."""
    statement = (
        select(WebSession, Person)
        .join(Person, col(Person.id) == col(col(WebSession.person_id)))
        .where(
            col(WebSession.token_hash) == token_hash,
            col(col(WebSession.expires_at)) > now,
            col(Person.active),
        )
    )
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def by_login(session: AsyncSession, login: str) -> Person | None:
    """The active person of that login."""
    statement = select(Person).where(col(Person.login) == login, col(Person.active))
    return (await session.execute(statement)).scalar_one_or_none()


async def end(session: AsyncSession, token_hash: str) -> None:
    """Forget one session."""
    await session.execute(delete(WebSession).where(col(WebSession.token_hash) == token_hash))


async def end_all(session: AsyncSession, person_id: int, *, but: str = "") -> None:
    """Forget every session of a person, except the one whose token has that hash."""
    own = col(WebSession.person_id) == person_id
    await session.execute(delete(WebSession).where(own, col(WebSession.token_hash) != but))


async def purge(session: AsyncSession, *, now: datetime) -> None:
    """Forget the expired."""
    await session.execute(delete(WebSession).where(col(WebSession.expires_at) <= now))
