"""Common problems, their children and their trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.errors import NotFound
from engine.model.burst import Known, Scope
from engine.model.common import CommonChild, CommonEvent, CommonProblem
from engine.model.figures import CommonLine, CommonStand
from engine.model.words import CommonState

COUNTED = """
    select p.id, p.state, p.title, p.document, p.number, p.place, p.enterprise, p.lead, p.proposed_at, p.evidence,
           cardinality(p.seen) as seen, count(c.issue_id) as children, count(c.issue_id) filter (where i.open) as open
    from common_problem p left join common_child c on c.common_id = p.id and c.dropped_at is null
    left join issue i on i.id = c.issue_id
    where (cast(:lead as text) is null or p.lead = :lead) {more} group by p.id order by p.id desc
"""
LISTED = text(COUNTED.format(more=""))
KNOWN = text("""
    select p.id, p.document, p.number, p.place, p.enterprise_key, p.seen, p.seen_until, p.evidence->>'first' as first,
           array(select issue_id from common_child c where c.common_id = p.id) as children
    from common_problem p where p.seen_until >= :since or p.state = any(:states) order by p.id
""")
QUIET = text("""
    select p.id from common_problem p left join common_child c on c.common_id = p.id and c.dropped_at is null
    left join issue i on i.id = c.issue_id
    where p.state = 'cured' and p.cured_at < :since group by p.id
    having not coalesce(bool_or(i.open), false) and coalesce(max(i.recorded_at), p.cured_at) < :since
       and coalesce(max(c.adopted_at), p.cured_at) < :since
    order by p.id
""")
STANDING = text("""
    select p.id, t.title, case when p.document is null then null else p.document || '/' || p.number end as measure,
           p.place, t.lead, s.state,
           array(select c.issue_id from common_child c where c.common_id = p.id and c.adopted_at < :end
                 and (c.dropped_at is null or c.dropped_at >= :end) order by 1) as issues,
           array(select c.issue_id from common_child c where c.common_id = p.id and c.adopted_at >= :start
                 and c.adopted_at < :end and (c.dropped_at is null or c.dropped_at >= :end) order by 1) as fresh
    from common_problem p
    cross join lateral (select e.state, e.at from common_event e where e.common_id = p.id and e.at < :end
      order by e.seq desc limit 1) s
    cross join lateral (select e.data->>'title' as title, e.data->>'lead' as lead from common_event e
      where e.common_id = p.id and e.at < :end and jsonb_exists(e.data, 'title') order by e.seq desc limit 1) t
    where s.state in ('proposed', 'open', 'submitted') or (s.state in ('cured', 'zeroed') and s.at >= :start)
    order by p.id
""")
FREE = text("""
    select i.id from issue i where i.id = any(:ids) and i.status not in ('dismissed', 'joined')
       and not exists (select from common_child c where c.issue_id = i.id and c.dropped_at is null) order by i.id
""")
ADOPT = text("""
    insert into common_child (common_id, issue_id, adopted_at)
    select :common, unnest(cast(:ids as bigint[])), :now
""")
DROP = text("""
    update common_child set dropped_at = :now
    where common_id = :common and issue_id = :issue and dropped_at is null returning id
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A common problem as lists show it."""

    id: int
    state: str
    title: str
    document: str | None
    number: int | None
    place: str
    enterprise: str
    lead: str | None
    proposed_at: datetime
    evidence: dict[str, Any]
    seen: int
    children: int
    open: int


async def locked(session: AsyncSession, common_id: int) -> CommonProblem:
    """The problem, locked until the transaction ends: before any of its issues."""
    found = await session.get(CommonProblem, common_id, with_for_update=True, populate_existing=True)
    return required(found, common_id)


async def one(session: AsyncSession, common_id: int) -> CommonProblem:
    """The problem, unlocked."""
    return required(await session.get(CommonProblem, common_id), common_id)


def required(found: CommonProblem | None, common_id: int) -> CommonProblem:
    """The problem, or that there is none."""
    if found is None:
        raise NotFound(f"no common problem {common_id}")
    return found


async def listed(session: AsyncSession, *, lead: str | None) -> list[Line]:
    """Every problem, the latest first; of one lead, if it is named."""
    return [Line(**row) for row in (await session.execute(LISTED, {"lead": lead})).mappings()]


async def events(session: AsyncSession, common_id: int) -> Sequence[CommonEvent]:
    """What happened to it, in order."""
    mine = select(CommonEvent).where(col(CommonEvent.common_id) == common_id)
    return (await session.execute(mine.order_by(col(CommonEvent.seq)))).scalars().all()


async def children(session: AsyncSession, common_id: int) -> list[int]:
    """Its present children, oldest first."""
    mine = select(col(CommonChild.issue_id)).where(
        col(CommonChild.common_id) == common_id, col(CommonChild.dropped_at).is_(None)
    )
    return list((await session.execute(mine.order_by(col(CommonChild.issue_id)))).scalars())


async def of_issue(session: AsyncSession, issue_id: int) -> CommonProblem | None:
    """The problem an issue stands under now."""
    mine = select(CommonProblem).join(CommonChild, col(CommonChild.common_id) == col(CommonProblem.id))
    here = mine.where(col(CommonChild.issue_id) == issue_id, col(CommonChild.dropped_at).is_(None))
    return (await session.execute(here)).scalar_one_or_none()


async def free(session: AsyncSession, ids: Sequence[int]) -> list[int]:
    """Those of the issues that may become children: taken up, issues of their own, under no problem yet."""
    return list((await session.execute(FREE, {"ids": list(ids)})).scalars())


async def adopt(session: AsyncSession, common_id: int, ids: Sequence[int], *, now: datetime) -> None:
    """Put the issues under the problem."""
    await session.execute(ADOPT, {"common": common_id, "ids": list(ids), "now": now})


async def drop(session: AsyncSession, common_id: int, issue_id: int, *, now: datetime) -> bool:
    """Take the issue from under the problem; false if it does not stand there."""
    return (
        await session.execute(DROP, {"common": common_id, "issue": issue_id, "now": now})
    ).first() is not None


async def quiet(session: AsyncSession, *, since: datetime) -> list[int]:
    """Cured problems with no open child, to which nothing was added since."""
    return list((await session.execute(QUIET, {"since": since})).scalars())


async def standing(session: AsyncSession, *, start: datetime, end: datetime) -> list[CommonStand]:
    """The problems under way at `end`, and those cured or zeroed since `start`, as their trails say."""
    rows = await session.execute(STANDING, {"start": start, "end": end})
    return [CommonStand._make((*row[:6], tuple(row.issues), tuple(row.fresh))) for row in rows]


async def known(session: AsyncSession, *, since: date) -> list[Known]:
    """The problems that a burst may be of: those whose own burst still showed lately, and those under way."""
    states = [CommonState.PROPOSED, CommonState.OPEN, CommonState.SUBMITTED]
    rows = await session.execute(KNOWN, {"since": since, "states": states})
    return [
        Known(
            row.id,
            Scope(f"{row.document}/{row.number}" if row.document else "", row.place, row.enterprise_key),
            frozenset([*row.seen, *row.children]),
            date.fromisoformat(row.first) if row.first else None,
            row.seen_until,
        )
        for row in rows
    ]


async def references(
    session: AsyncSession, ids: Sequence[int], *, seen: str, values: dict[str, Any]
) -> list[str]:
    """The references of the issues, as far as the viewer may see them (`lists.visible`)."""
    statement = text(f"select i.reference from issue i where i.id = any(:ids) and {seen} order by i.id")
    return list((await session.execute(statement, values | {"ids": list(ids)})).scalars())


async def references_of(
    session: AsyncSession, lists: Mapping[str, Sequence[int]], lines: Sequence[CommonLine]
) -> dict[str, list[str]]:
    """The references of the children of each line of a summary, by the problem's number."""
    by_id = {
        str(one.id): await references(session, lists[one.issues.key], seen="true", values={}) for one in lines
    }
    return {number: found for number, found in by_id.items() if found}
