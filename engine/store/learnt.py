"""What people in the end found past issues to be: what a draft of the rules is held against, and what routing learns from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Past:
    """A dispatched issue: its words, its lead and measure, and whether a person ruled so or the enterprise confirmed."""

    reference: str
    body: str
    channel: str
    kind: str
    urgency: str
    document: str | None
    number: int | None
    lead: str
    ruled: bool
    confirmed: bool
    persons: Sequence[str]  # names that must not leave the house with the words


PAST = text("""
    SELECT i.reference, t.body, i.channel, i.kind, i.urgency, i.document, i.number, i.lead,
        EXISTS (SELECT FROM event e WHERE e.issue_id = i.id AND (e.kind IN ('return_rejected', 'designated')
            OR e.kind = 'dispatched' AND e.by_label <> 'system' AND e.data ->> 'part' = 'lead'
                AND (e.data ? 'proposed' OR e.data ->> 'basis' = 'ruled'))) AS ruled,
        coalesce(i.outcome = 'confirmed', false) AS confirmed,
        array(SELECT DISTINCT name FROM issue_report l JOIN report r ON r.id = l.report_id,
            unnest(ARRAY[r.reporter, r.enterprise, r.enterprise_code, r.phone, r.mail]) AS name
            WHERE l.issue_id = i.id AND length(name) > 1) AS persons
    FROM issue i JOIN issue_text t ON t.issue_id = i.id
    WHERE i.lead IS NOT NULL AND i.status NOT IN ('triage', 'disputed', 'joined', 'dismissed')
    ORDER BY i.id DESC LIMIT cast(:latest AS bigint)
""")


async def past(session: AsyncSession, *, latest: int | None = None) -> Sequence[Past]:
    """Every issue that stands with a lead, or the latest so many, oldest first."""
    rows = (await session.execute(PAST, {"latest": latest})).all()
    return [Past(*row) for row in reversed(rows)]
