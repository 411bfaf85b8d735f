"""What must hold of all issues at any time; each query finds those of which it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MOST = 50  # named in one check

NO_ONE_LEAD = text("""
    SELECT i.reference FROM issue i
    WHERE i.open AND i.status IN ('assigned', 'claimed', 'in_progress', 'held') AND NOT EXISTS (
        SELECT FROM assignment a WHERE a.issue_id = i.id AND a.active AND a.part = 'lead' AND a.agency = i.lead)
    ORDER BY i.id LIMIT :most
""")
ORPHANS = text("""
    SELECT i.reference, k.target, CASE WHEN a.id IS NULL OR a.active THEN 'closed' ELSE 'withdrawn' END AS why
    FROM clock k JOIN issue i ON i.id = k.issue_id LEFT JOIN assignment a ON a.id = k.assignment_id
    WHERE k.state = 'running' AND k.due_at IS NOT NULL AND (NOT i.open OR NOT a.active)
    ORDER BY k.id LIMIT :most
""")
REVIEWS = text("""
    SELECT i.id, i.reference, t.title, k.due_at FROM clock k
    JOIN issue i ON i.id = k.issue_id JOIN issue_text t ON t.issue_id = i.id
    WHERE k.target = 'review' AND k.state = 'running' AND k.due_at < :now AND i.status = 'shelved'
    ORDER BY k.due_at, i.id LIMIT :most
""")
PROVISIONAL = text("""
    SELECT count(*) FROM clock WHERE state IN ('running', 'paused') AND provisional AND due_at >= :start
""")
UNSERVED = text("""
    SELECT a.key, a.short_name, EXISTS (
        SELECT FROM person p WHERE p.agency = a.key AND p.active AND p.role = 'handler') AS served
    FROM agency a
    WHERE (a.valid_to IS NULL OR a.valid_to >= :today) AND a.key = ANY(:leads)
        AND (NOT EXISTS (SELECT FROM person p WHERE p.agency = a.key AND p.active AND p.role = 'handler')
            OR a.mail = '' AND NOT EXISTS (SELECT FROM person p
                WHERE p.agency = a.key AND p.active AND p.role = 'handler' AND p.mail <> ''))
    ORDER BY a.key LIMIT :most
""")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A clock that runs for nobody."""

    reference: str
    target: str
    why: str  # closed · withdrawn


@dataclass(frozen=True, slots=True)
class Review:
    """A shelved issue whose review date is past."""

    issue_id: int
    reference: str
    title: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Unserved:
    """An agency that cannot be reached."""

    key: str
    name: str
    served: bool  # it has people, but nobody's address is known


async def without_one_lead(session: AsyncSession) -> Sequence[str]:
    """Issues in an agency's hands that have no lead, or another than the issue says."""
    return [row[0] for row in await session.execute(NO_ONE_LEAD, {"most": MOST})]


async def orphan_clocks(session: AsyncSession) -> Sequence[Orphan]:
    """Clocks that run although their issue is closed or their assignment withdrawn."""
    return [Orphan(*row) for row in await session.execute(ORPHANS, {"most": MOST})]


async def reviews_overdue(session: AsyncSession, *, now: datetime) -> Sequence[Review]:
    """Shelved issues that were to be reviewed before now."""
    return [Review(*row) for row in await session.execute(REVIEWS, {"now": now, "most": MOST})]


async def provisional_from(session: AsyncSession, start: datetime) -> int:
    """How many open deadlines are provisional and fall after an instant."""
    return int(await session.scalar(PROVISIONAL, {"start": start}) or 0)


async def unserved(session: AsyncSession, *, today: date, leads: Sequence[str]) -> Sequence[Unserved]:
    """Those of the agencies that nobody claims for, or that no mail reaches."""
    values = {"today": today, "leads": list(leads), "most": MOST}
    return [Unserved(*row) for row in await session.execute(UNSERVED, values)]
