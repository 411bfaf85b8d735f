"""Which issues a new report may repeat: the same words, the same measure lately, or the same enterprise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.actor import Actor
from engine.store.lists import named_to, visible


@dataclass(frozen=True, slots=True)
class Candidate:
    """An issue that a new report may repeat."""

    reference: str
    title: str
    body: str
    status: str
    open: bool
    enterprise: str
    same: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is known of the new report: its bands, its likely measures, its enterprise's key."""

    bands: Sequence[int]
    measures: Sequence[tuple[str, int]]
    key: str
    since: datetime


# The alike are found by the index on bands before the newest are taken: the planner would walk back through all issues.
# A tip-off is left out for those who may not know who told: the enterprise's name would lead to it.
FOUND = """
    WITH alike AS MATERIALIZED (
        SELECT issue_id FROM likeness WHERE bands && CAST(:bands AS int[])
    ), found AS (
        (SELECT issue_id AS id FROM alike ORDER BY issue_id DESC LIMIT 100)
        UNION
        SELECT one.id FROM unnest(CAST(:documents AS text[]), CAST(:numbers AS int[])) AS m (document, number),
            LATERAL (SELECT i.id FROM issue i WHERE i.document = m.document AND i.number = m.number AND i.at >= :since
                     ORDER BY i.at DESC LIMIT 100) one
        UNION
        (SELECT id FROM issue WHERE open AND status IN ('registered', 'triage') AND at >= :since ORDER BY id DESC LIMIT 100)
        UNION
        (SELECT id FROM issue WHERE open AND enterprise_key = :key AND :key <> '' ORDER BY id DESC LIMIT 50))
    SELECT i.reference, t.title, left(t.body, 2000), i.status, i.open, i.enterprise,
        i.enterprise_key = :key AND :key <> '', i.at
    FROM found JOIN issue i ON i.id = found.id JOIN issue_text t ON t.issue_id = i.id
    WHERE {seen} AND {named} = i.enterprise
    ORDER BY i.id DESC
"""


async def candidates(
    session: AsyncSession, viewer: Actor, sought: Sought, *, everything: bool
) -> Sequence[Candidate]:
    """Everything worth comparing, as far as this viewer may see it (`everything` by `permits.sees_everything`)."""
    seen, who = visible(viewer, everything=everything)
    named, owner = named_to(viewer)
    values = {
        "bands": list(sought.bands),
        "documents": [document for document, _ in sought.measures],
        "numbers": [number for _, number in sought.measures],
        "key": sought.key,
        "since": sought.since,
    }
    statement = text(FOUND.format(seen=seen, named=named))
    return [Candidate(*row) for row in await session.execute(statement, values | who | owner)]
