"""What routing proposed for an issue, as its trail keeps it."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.words import EventKind

LATEST = text("SELECT data FROM event WHERE issue_id = :issue AND kind = 'routed' ORDER BY seq DESC LIMIT 1")


async def latest(session: AsyncSession, issue_id: int) -> dict[str, Any] | None:
    """The latest proposal, or nothing if it was never routed."""
    data: dict[str, Any] | None = await session.scalar(LATEST, {"issue": issue_id})
    return data


TOLD_APART = text("""
    SELECT kind, data -> 'parts' FROM event
    WHERE issue_id = :issue AND kind IN ('routed', 'split') ORDER BY seq DESC LIMIT 1
""")


async def told_apart(session: AsyncSession, issue_id: int) -> list[dict[str, Any]]:
    """The problems that routing told apart (`text`, `lead`); none once the issue was split."""
    found = (await session.execute(TOLD_APART, {"issue": issue_id})).one_or_none()
    return list(found[1] or ()) if found and found[0] == EventKind.ROUTED else []
