"""Events and clocks of many issues at once, as replay reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

PAGE = text("""
select id, reference from issue
where id > :after and (cast(:only as bigint) is null or id = :only)
  and (cast(:from_at as timestamptz) is null or at >= :from_at)
  and (cast(:to_at as timestamptz) is null or at < :to_at)
order by id limit :limit
""")
BEFORE = text("select id from issue order by id desc offset :latest limit 1")
EVENTS = text("""
select issue_id, seq, kind, at, recorded_at, assignment_id, data from event
where issue_id = any(:issues) and kind = any(:kinds) order by issue_id, seq
""")
CLOCKS = text("select issue_id, body from clock where issue_id = any(:issues) order by issue_id, key")

TOUCHED = text("""
select distinct issue_id from clock
where state = 'paused' or (state = 'running' and (provisional or due_at >= :first)) order by issue_id
""")


@dataclass(frozen=True, slots=True)
class Told:
    """One event, as far as clocks care."""

    issue_id: int
    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    assignment_id: int | None
    data: dict[str, Any]


async def page(
    session: AsyncSession,
    *,
    after: int,
    limit: int,
    start: datetime | None = None,
    end: datetime | None = None,
    only: int | None = None,
) -> Sequence[tuple[int, str]]:
    """Ids and references of the next issues, those of reports of that time if one is given."""
    values = {"after": after, "limit": limit, "from_at": start, "to_at": end, "only": only}
    return [(row.id, row.reference) for row in await session.execute(PAGE, values)]


async def before(session: AsyncSession, latest: int) -> int:
    """The id behind which only so many issues stand, the latest; 0 if there are no more."""
    return int(await session.scalar(BEFORE, {"latest": latest}) or 0)


async def events(session: AsyncSession, issues: Sequence[int], kinds: Sequence[str]) -> dict[int, list[Told]]:
    """The events of those kinds, by issue and in order."""
    found: dict[int, list[Told]] = {issue: [] for issue in issues}
    for row in await session.execute(EVENTS, {"issues": list(issues), "kinds": list(kinds)}):
        found[row.issue_id].append(Told(*row))
    return found


async def bodies(session: AsyncSession, issues: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The stored clocks, by issue."""
    found: dict[int, list[dict[str, Any]]] = {issue: [] for issue in issues}
    for row in await session.execute(CLOCKS, {"issues": list(issues)}):
        found[row.issue_id].append(row.body)
    return found


async def touched(session: AsyncSession, *, first: datetime) -> Sequence[int]:
    """Issues with a clock that a change of the calendar from that day on may move."""
    return [int(issue) for issue in (await session.execute(TOUCHED, {"first": first})).scalars()]
