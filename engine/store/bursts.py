"""What bursts are counted from: issues by day and scope, and the places their words name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.burst import Scope
from engine.model.common import WatchedDay

COUNTS = text("""
    with told as (
      select cast(i.at at time zone :zone as date) as day, i.document || '/' || i.number as measure,
             nullif(p.place, '') as place, case when i.kind <> 'tip_off' then nullif(i.enterprise_key, '') end as enterprise,
             i.status = 'joined' as joined
      from issue i left join issue_place p on p.issue_id = i.id
      where i.at >= :start and i.at < :end and i.status <> 'dismissed')
    select day, measure, place, enterprise, count(*) filter (where not joined) as told, count(*) as all
    from told group by grouping sets ((day, measure), (day, place), (day, measure, place), (day, enterprise))
    having grouping(enterprise) = 0 and enterprise is not null
        or grouping(enterprise) = 1 and (measure is not null or grouping(measure) = 1)
           and (place is not null or grouping(place) = 1)
""")
TOTALS = text("""
    select cast(at at time zone :zone as date) as day, count(*) as n from issue
    where at >= :start and at < :end and status not in ('dismissed', 'joined') group by 1
""")
WITHIN = text("""
    select i.id, i.enterprise_key, i.enterprise from issue i left join issue_place p on p.issue_id = i.id
    where i.at >= :start and i.at < :end and i.status <> 'dismissed'
      and (:measure = '' or i.document || '/' || i.number = :measure)
      and (:place = '' or p.place = :place)
      and (:enterprise = '' and i.status <> 'joined' or i.enterprise_key = :enterprise and i.kind <> 'tip_off')
    order by i.id
""")
UNREAD = text("""
    select i.id, t.title || ' ' || t.body as words from issue i join issue_text t on t.issue_id = i.id
    where i.at >= :start and i.at < :end and not exists (select from issue_place p where p.issue_id = i.id)
    order by i.id limit :limit
""")
READ = text("insert into issue_place (issue_id, place) values (:issue, :place) on conflict do nothing")
BEGIN = text("""
    insert into watched_day (day, looked_at, series, alarms, proposed) values (:day, :now, 0, 0, 0)
    on conflict do nothing returning day
""")
BATCH = 2000
Daily = dict[date, int]


@dataclass(frozen=True, slots=True)
class Told:
    """One issue of a window."""

    id: int
    enterprise_key: str
    enterprise: str


async def begin(session: AsyncSession, day: date, *, now: datetime) -> WatchedDay | None:
    """Take the day; None if it was looked at before."""
    if (await session.execute(BEGIN, {"day": day, "now": now})).first() is None:
        return None
    return await session.get_one(WatchedDay, day)


async def last_watched(session: AsyncSession) -> date | None:
    """The latest day that was looked at."""
    statement = select(col(WatchedDay.day)).order_by(col(WatchedDay.day).desc()).limit(1)
    found: date | None = await session.scalar(statement)
    return found


async def read_places(
    session: AsyncSession, start: datetime, end: datetime, reader: Callable[[str], str]
) -> None:
    """Read the place of every issue that was not read before."""
    values = {"start": start, "end": end, "limit": BATCH}
    while rows := (await session.execute(UNREAD, values)).all():
        await session.execute(READ, [{"issue": row.id, "place": reader(row.words)} for row in rows])


async def counts(session: AsyncSession, start: datetime, end: datetime, *, zone: str) -> dict[Scope, Daily]:
    """Issues by local day, for every measure, place, measure at a place, and enterprise."""
    found: dict[Scope, Daily] = {}
    for row in await session.execute(COUNTS, {"start": start, "end": end, "zone": zone}):
        scope = Scope(row.measure or "", row.place or "", row.enterprise or "")
        found.setdefault(scope, {})[row.day] = row.all if scope.enterprise else row.told
    return found


async def totals(session: AsyncSession, start: datetime, end: datetime, *, zone: str) -> Daily:
    """All issues by local day."""
    rows = await session.execute(TOTALS, {"start": start, "end": end, "zone": zone})
    return {row.day: row.n for row in rows}


async def within(session: AsyncSession, start: datetime, end: datetime, scope: Scope) -> Sequence[Told]:
    """The issues that a scope counts between two instants."""
    values: dict[str, Any] = {"start": start, "end": end, **scope._asdict()}
    return [Told(*row) for row in await session.execute(WITHIN, values)]
