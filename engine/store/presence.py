"""Presence: rows that pages renew while they are open, read by every web process."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.person import Person
from engine.model.presence import Presence

Row = tuple[int, int, str, int]  # issue, person, doing, beat
RENEW = text("""
    INSERT INTO presence (issue_id, person_id, doing, beat) VALUES (:issue, :person, :doing, 0)
    ON CONFLICT (issue_id, person_id) DO UPDATE SET doing = excluded.doing, beat = presence.beat + 1
""")
LEAVE = text("DELETE FROM presence WHERE issue_id = :issue AND person_id = :person")
DROP = text("DELETE FROM presence WHERE issue_id = :issue AND person_id = :person AND beat = :beat")
EVERY = select(col(Presence.issue_id), col(Presence.person_id), col(Presence.doing), col(Presence.beat))


async def renew(session: AsyncSession, issue_id: int, person_id: int, doing: str) -> None:
    """The person is at the issue."""
    await session.execute(RENEW, {"issue": issue_id, "person": person_id, "doing": doing})


async def leave(session: AsyncSession, issue_id: int, person_id: int) -> None:
    """The person is there no more."""
    await session.execute(LEAVE, {"issue": issue_id, "person": person_id})


async def every(session: AsyncSession) -> Sequence[Row]:
    """Everybody at every issue."""
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(EVERY)]


async def drop(session: AsyncSession, rows: Iterable[Row]) -> None:
    """Forget rows that were not renewed since they were read."""
    for issue, person, _, beat in rows:
        await session.execute(DROP, {"issue": issue, "person": person, "beat": beat})


async def people(session: AsyncSession, ids: Sequence[int]) -> Sequence[Person]:
    """The active people of those ids, by name."""
    statement = select(Person).where(col(Person.id).in_(ids), col(Person.active)).order_by(Person.name)
    return list((await session.execute(statement)).scalars())
