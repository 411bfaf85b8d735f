"""What stands on the ledger now, counted by where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Cell:
    """Open issues of one measure with one lead."""

    document: str
    number: int
    lead: str
    open: int


CELLS = text("""
    SELECT document, number, lead, count(*) FROM issue
    WHERE open AND document IS NOT NULL AND lead IS NOT NULL GROUP BY 1, 2, 3
""")


async def by_measure_and_lead(session: AsyncSession) -> Sequence[Cell]:
    """One cell for each measure and lead that have open issues together."""
    return [Cell(*row) for row in await session.execute(CELLS)]
