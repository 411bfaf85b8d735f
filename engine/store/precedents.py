"""Precedents: how responsibility was decided before, under the same measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.actor import Actor
from engine.store.lists import visible


@dataclass(frozen=True, slots=True)
class Precedent:
    """One decision, with the reason that was given for it."""

    reference: str
    title: str
    kind: str
    agency: str | None
    lead: str | None
    opinion: str
    at: datetime


UNDER = """
    SELECT i.reference, t.title, e.kind, e.data ->> 'agency', coalesce(e.data ->> 'lead', i.lead),
        coalesce(e.data ->> 'opinion', e.data ->> 'why', ''), e.at
    FROM unnest(CAST(:documents AS text[]), CAST(:numbers AS int[])) AS m (document, number)
    JOIN issue i ON i.document = m.document AND i.number = m.number
    JOIN issue_text t ON t.issue_id = i.id JOIN event e ON e.issue_id = i.id
    WHERE (e.kind IN ('return_upheld', 'return_rejected', 'designated')
        OR e.kind = 'dispatched' AND e.by_label = 'arbitrator' AND e.data ->> 'part' = 'lead' AND e.data ->> 'why' <> '')
        AND i.id <> :but AND {seen}
    ORDER BY e.id DESC LIMIT :limit
"""


async def under(
    session: AsyncSession,
    measures: Sequence[tuple[str, int]],
    *,
    viewer: Actor,
    everything: bool,
    but: int = 0,
    limit: int = 5,
) -> Sequence[Precedent]:
    """What was decided under any of the measures, newest first, as far as one may see; `but` is the issue in hand."""
    seen, who = visible(viewer, everything=everything)
    values = {
        "documents": [document for document, _ in measures],
        "numbers": [number for _, number in measures],
        "but": but,
        "limit": limit,
    }
    rows = await session.execute(text(UNDER.format(seen=seen)), values | who)
    return [Precedent(*row) for row in rows]
