"""台账复核: the balance counted anew from raw events alone, by another way than the ledger's entries.

The ledger adds up movements; this looks at every issue's last telling event before an instant. Both must agree.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

OFF = "'cleared', 'answered', 'joined', 'dismissed'"
BACK = "'reopened', 'contested'"
STOOD = text(f"""
    select coalesce(d.agency, '-') as agency, count(*) as n
    from (select distinct on (issue_id) issue_id, kind from event
          where recorded_at < :at and kind in ('registered', {BACK}, {OFF}) order by issue_id, seq desc) e
    left join (select distinct on (issue_id) issue_id, data->>'agency' as agency from event
          where recorded_at < :at and kind = 'dispatched' and data->>'part' = 'lead'
          order by issue_id, seq desc) d on d.issue_id = e.issue_id
    where e.kind not in ({OFF}) group by 1 order by 1
""")
FLOWED = text(f"""
    select case when kind = 'registered' then 'new' when kind in ({BACK}) then 'reopened'
                when kind = 'cleared' then data->>'outcome' else kind end as term, count(*) as n
    from event
    where recorded_at >= :start and recorded_at < :end and kind in ('registered', {BACK}, {OFF})
    group by 1 order by 1
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What the events alone say of a period; stocks by agency, `-` for none yet."""

    opening: dict[str, int]
    closing: dict[str, int]
    new: int
    reopened: int
    off: dict[str, int]

    @property
    def balanced(self) -> bool:
        """Whether the terms add up among themselves."""
        into = sum(self.opening.values()) + self.new + self.reopened
        return into - sum(self.off.values()) == sum(self.closing.values())


async def recount(session: AsyncSession, start: datetime, end: datetime) -> Recount:
    """Count a period from the trail."""
    opening = {row.agency: int(row.n) for row in await session.execute(STOOD, {"at": start})}
    closing = {row.agency: int(row.n) for row in await session.execute(STOOD, {"at": end})}
    flowed = {row.term: int(row.n) for row in await session.execute(FLOWED, {"start": start, "end": end})}
    new, reopened = flowed.pop("new", 0), flowed.pop("reopened", 0)
    return Recount(opening=opening, closing=closing, new=new, reopened=reopened, off=flowed)
