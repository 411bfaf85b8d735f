"""Letting go of what its time is over: contact data, bodies of mails, sessions, spent links (the trail stays)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

REPORTS = text("""
    SELECT r.id FROM report r
    WHERE (r.reporter <> '' OR r.phone <> '' OR r.mail <> '') AND r.recorded_at < :before AND NOT EXISTS (
        SELECT FROM issue_report x JOIN issue i ON i.id = x.issue_id
        WHERE x.report_id = r.id AND (i.open OR coalesce(i.closed_at, i.recorded_at) >= :before))
    ORDER BY r.id LIMIT :limit
""")
FORGET = text("SELECT forget_contacts(:reports)")
REFERENCES = text("""
    SELECT DISTINCT i.reference FROM issue_report x JOIN issue i ON i.id = x.issue_id
    WHERE x.report_id = ANY(:reports) ORDER BY 1
""")
BODIES = text("""
    UPDATE notice SET message = NULL, payload = payload - 'token' - 'follow_code',
        "to" = regexp_replace("to", '[^@, ]+@', '***@', 'g')
    WHERE id IN (SELECT id FROM notice WHERE message IS NOT NULL AND state IN ('sent', 'dropped')
        AND coalesce(sent_at, created_at) < :before ORDER BY id LIMIT :limit)
""")
SESSIONS = text("DELETE FROM web_session WHERE expires_at < :now")
LINKS = text("""
    UPDATE callback SET token_hash = 'spent-' || id
    WHERE token_expires_at < :before AND token_hash NOT LIKE 'spent-%'
""")


async def forget(session: AsyncSession, *, before: datetime, limit: int) -> tuple[int, Sequence[str]]:
    """Take name, phone and mail off reports whose issues all closed before then; how many, and the issues' references."""
    reports = list((await session.execute(REPORTS, {"before": before, "limit": limit})).scalars())
    if not reports:
        return 0, ()
    forgotten = int(await session.scalar(FORGET, {"reports": reports}) or 0)
    references = (await session.execute(REFERENCES, {"reports": reports})).scalars()
    return forgotten, list(references)


async def empty_bodies(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Take text, attachments and addresses off mails that were sent before then; that they were sent stays."""
    return changed(await session.execute(BODIES, {"before": before, "limit": limit}))


async def end_sessions(session: AsyncSession, *, now: datetime) -> int:
    """Remove sessions that are over."""
    return changed(await session.execute(SESSIONS, {"now": now}))


async def spend_links(session: AsyncSession, *, before: datetime) -> int:
    """Make links that expired before then lead nowhere for good."""
    return changed(await session.execute(LINKS, {"before": before}))


def changed(result: object) -> int:
    """How many rows a statement touched."""
    return int(getattr(result, "rowcount", 0))
