"""What routing proposed for an issue, as its trail keeps it."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LATEST = text("SELECT data FROM event WHERE issue_id = :issue AND kind = 'routed' ORDER BY seq DESC LIMIT 1")


async def latest(session: AsyncSession, issue_id: int) -> dict[str, Any] | None:
    """The latest proposal, or nothing if it was never routed."""
    data: dict[str, Any] | None = await session.scalar(LATEST, {"issue": issue_id})
    return data
