"""Measures × agencies: where the open issues stand now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from engine.store import standing

MOST_ROWS, MOST_COLUMNS = 14, 10


@dataclass(frozen=True, slots=True)
class Heat:
    """The map: rows are measures, columns agencies, both by how much stands there; what does not fit is said."""

    agencies: Sequence[str]
    rows: Sequence[tuple[str, int, Sequence[int]]]
    hottest: int
    left_out: int


async def heat(session: AsyncSession) -> Heat:
    """The map of this moment."""
    cells = await standing.by_measure_and_lead(session)
    leads: Counter[str] = Counter()
    measures: Counter[tuple[str, int]] = Counter()
    for one in cells:
        leads[one.lead] += one.open
        measures[one.document, one.number] += one.open
    agencies = [lead for lead, _ in leads.most_common(MOST_COLUMNS)]
    counts = {(one.document, one.number, one.lead): one.open for one in cells}
    rows = [
        (document, number, [counts.get((document, number, agency), 0) for agency in agencies])
        for (document, number), _ in measures.most_common(MOST_ROWS)
    ]
    shown = sum(sum(row[2]) for row in rows)
    return Heat(agencies, rows, max(counts.values(), default=0), measures.total() - shown)
