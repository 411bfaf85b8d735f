"""Drafts of published data."""

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.draft import Draft

KEPT = 20  # open drafts of a kind that a page lists


async def locked(session: AsyncSession, draft_id: int) -> Draft | None:
    """The draft, locked."""
    statement = select(Draft).where(col(Draft.id) == draft_id).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def waiting(session: AsyncSession, kind: str) -> Sequence[Draft]:
    """Drafts of a kind that are neither published nor dropped, newest first."""
    statement = select(Draft).where(col(Draft.kind) == kind, col(Draft.published).is_(None))
    return list((await session.execute(statement.order_by(col(Draft.id).desc()).limit(KEPT))).scalars())


async def one_publisher(session: AsyncSession) -> None:
    """Of two who publish at once the second waits for the first, and then sees what it did."""
    await session.execute(text("select pg_advisory_xact_lock(hashtext('publication'))"))
