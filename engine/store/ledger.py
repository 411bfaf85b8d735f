"""The ledger as it stood at an instant, and its movements between two; entries are only ever added."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.figures import Movement, Quiet, Standing

MEASURE = "case when document is null then null else document || '/' || number end"
FROM_MEASURE = "case when from_document is null then null else from_document || '/' || from_number end"
STANDING = text(f"""
    select issue_id, channel, agency, {MEASURE} as measure
    from (select distinct on (issue_id) issue_id, movement, channel, agency, document, number
          from ledger_entry where recorded_at < :at order by issue_id, id desc) last
    where movement <> 'off' order by issue_id
""")
MOVEMENTS = text(f"""
    select issue_id, movement, outcome, channel, agency, {MEASURE} as measure, from_agency,
           {FROM_MEASURE} as from_measure, recorded_at
    from ledger_entry where recorded_at >= :start and recorded_at < :end order by id
""")
QUIET = text("""
    with still as materialized (
      select document, number, max(recorded_at) as since from ledger_entry
      where document is not null and recorded_at < :until group by document, number
      having max(recorded_at) >= :first and max(recorded_at) < :last)
    select s.document || '/' || s.number as measure, s.since,
           array_agg(distinct e.issue_id order by e.issue_id) as issues
    from still s join ledger_entry e on e.document = s.document and e.number = s.number and e.recorded_at < :until
    cross join lateral (
      select l.movement <> 'off' and (l.document, l.number) = (s.document, s.number) as open from ledger_entry l
      where l.issue_id = e.issue_id and l.recorded_at < :until order by l.id desc limit 1) last
    group by s.document, s.number, s.since having not bool_or(last.open)
    order by 1
""")
ROWS = text("""
    select i.id, i.reference, t.title, i.enterprise, i.kind, i.urgency, i.channel, i.document, i.number, i.lead,
           i.at, i.recorded_at, i.status, null::timestamptz as due_at
    from issue i join issue_text t on t.issue_id = i.id where i.id = any(:ids) order by i.id
""")


async def standing(session: AsyncSession, at: datetime) -> list[Standing]:
    """Every issue on the ledger at the instant, under its agency and measure of that instant."""
    rows = await session.execute(STANDING, {"at": at})
    return [Standing(*row) for row in rows]


async def movements(session: AsyncSession, start: datetime, end: datetime) -> list[Movement]:
    """What was entered from `start` up to, not including, `end`, in order."""
    rows = await session.execute(MOVEMENTS, {"start": start, "end": end})
    return [Movement(*row) for row in rows]


async def quiet(session: AsyncSession, *, first: datetime, last: datetime, until: datetime) -> list[Quiet]:
    """Measures with nothing open at `until` whose last entry lies from `first` up to `last`."""
    found = await session.execute(QUIET, {"first": first, "last": last, "until": until})
    return [Quiet(row.measure, row.since, tuple(row.issues)) for row in found]


async def rows(session: AsyncSession, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The issues as lines of a list."""
    found = await session.execute(ROWS, {"ids": list(ids)})
    return [dict(row) for row in found.mappings()]
