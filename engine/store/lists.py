"""Lists of issues as people work through them: what burns first, one page at a time by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.actor import Actor
from engine.model.words import Role
from engine.store.wanted import Wanted as Wanted
from engine.store.wanted import narrowed
from engine.store.wanted import narrower as narrower

FAR = datetime(9999, 1, 1, tzinfo=UTC)  # sorts what has no deadline behind everything that has one


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list: the issue, the assignment if the list is an agency's, and the clock that burns first."""

    id: int
    reference: str
    version: int
    title: str
    enterprise: str
    status: str
    kind: str
    urgency: str
    channel: str
    document: str | None
    number: int | None
    lead: str | None
    heat: int
    supervised: bool
    round: int
    needed_by: datetime | None
    at: datetime
    assignment_id: int | None
    part: str | None
    stage: str | None
    claimant: str | None
    target: str | None
    clock_state: str | None
    due_at: datetime | None
    breached: bool | None
    provisional: bool | None
    yellow_at: datetime | None
    opinion_due_at: datetime | None
    burns_at: datetime

    def facts(self) -> dict[str, Any]:
        """Its columns by name; `asdict` would copy every value."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(one.name for one in fields(Line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Lines, and the key from which the next page starts."""

    lines: Sequence[Line]
    following: str | None


COLUMNS = """
    i.id, i.reference, i.version, t.title, {enterprise} AS enterprise, i.status, i.kind, i.urgency, i.channel, i.document, i.number,
    i.lead, i.heat, i.supervised, i.round, i.needed_by, i.at, a.id AS assignment_id, a.part, a.stage,
    p.name AS claimant, c.target, c.state AS clock_state, c.due_at, c.breached, c.provisional,
    (SELECT min(s.at) FROM clock_step s WHERE s.clock_id = c.id AND s.due_at = c.due_at AND s.step = 'yellow') AS yellow_at,
    (SELECT min(f.due_at) FROM referral f WHERE f.issue_id = i.id AND f.state = 'open') AS opinion_due_at,
    coalesce(least(c.due_at, i.needed_by), :far) AS burns_at
"""

BURNING = """
    LEFT JOIN LATERAL (
        SELECT k.id, k.target, k.state, k.due_at, k.breached, k.provisional FROM clock k
        WHERE k.issue_id = i.id AND k.assignment_id = a.id
            AND k.state IN ('running', 'paused') AND k.target NOT IN ('return', 'hold')
        ORDER BY k.state = 'paused', k.due_at LIMIT 1
    ) c ON true
"""

# Few clocks run in a long ledger: they are read first, then the page's issues are chosen, then only these are dressed.
VIEWED = """
    WITH burning AS MATERIALIZED (
        SELECT DISTINCT ON (k.issue_id) k.issue_id, k.id, k.target, k.state, k.due_at, k.breached, k.provisional FROM clock k
        WHERE k.state IN ('running', 'paused') AND k.target NOT IN ('return', 'hold')
        ORDER BY k.issue_id, k.state = 'paused', k.due_at
    ), chosen AS MATERIALIZED (
        SELECT i.id, coalesce(least(c.due_at, i.needed_by), :far) AS burns_at
        FROM issue i LEFT JOIN burning c ON c.issue_id = i.id {joined} WHERE {{where}} ORDER BY {{order}} LIMIT :limit
    )
    SELECT {columns} FROM chosen JOIN issue i ON i.id = chosen.id JOIN issue_text t ON t.issue_id = i.id
    {lead} LEFT JOIN person p ON p.id = a.claimant_id LEFT JOIN burning c ON c.issue_id = i.id ORDER BY {{order}}
"""
LEAD = "LEFT JOIN assignment a ON a.issue_id = i.id AND a.active AND a.part = 'lead'"
WORDS = "JOIN issue_text t ON t.issue_id = i.id"


# A tip-off's enterprise may be who told; it is named to those who may see the reporter (`permits.sees_contact`).
NAMED = "CASE WHEN i.kind <> 'tip_off' OR {told} THEN i.enterprise ELSE '' END"
OWN_CHANNEL = "i.channel IN (SELECT key FROM channel WHERE owner = :owner)"


async def of_agency(
    session: AsyncSession, agency: str, wanted: Wanted, *, now: datetime, after: str | None, limit: int
) -> Page:
    """单位待办: the agency's active assignments, breached first, then by what falls due soonest."""
    source = (
        "FROM assignment a JOIN issue i ON i.id = a.issue_id JOIN issue_text t ON t.issue_id = i.id "
        f"LEFT JOIN person p ON p.id = a.claimant_id {BURNING} WHERE {{where}} ORDER BY {{order}} LIMIT :limit"
    )
    named = NAMED.format(told="false")
    conditions, values = narrowed(wanted, now, named)
    conditions += ["a.active", "i.open", "a.agency = :agency"]
    return await page(
        session,
        f"SELECT {COLUMNS.format(enterprise=named)} {source}",
        conditions,
        values | {"agency": agency},
        key="a.id",
        after=after,
        limit=limit,
    )


async def of_viewer(
    session: AsyncSession,
    viewer: Actor,
    wanted: Wanted,
    *,
    everything: bool,
    now: datetime,
    after: str | None,
    limit: int,
    newest: bool = False,
) -> Page:
    """The issues the viewer may see (`everything` by `permits.sees_everything`): what burns first, or the newest."""
    named, owner = named_to(viewer)
    joined = (LEAD + " " if wanted.stages or wanted.unclaimed else "") + (WORDS if wanted.words else "")
    columns = COLUMNS.format(enterprise=named)
    conditions, values = narrowed(wanted, now, named)
    seen, who = visible(viewer, everything=everything)
    return await page(
        session,
        VIEWED.format(columns=columns, joined=joined, lead=LEAD),
        [*conditions, seen],
        values | who | owner,
        key="i.id",
        after=after,
        limit=limit,
        newest=newest,
    )


COUNTS = text(f"""
    SELECT count(*) FILTER (WHERE a.stage <> 'replied') AS open,
        count(*) FILTER (WHERE a.stage = 'assigned') AS unclaimed,
        count(*) FILTER (WHERE a.stage IN ('assigned', 'claimed', 'in_progress')
            AND c.state = 'running' AND c.due_at < :now) AS late,
        count(*) FILTER (WHERE a.stage IN ('claimed', 'in_progress')) AS working,
        count(*) FILTER (WHERE a.stage IN ('held', 'disputed')) AS held,
        count(*) FILTER (WHERE a.stage = 'replied') AS replied
    FROM assignment a JOIN issue i ON i.id = a.issue_id {BURNING}
    WHERE a.active AND i.open AND a.agency = :agency
""")


async def counts_of_agency(session: AsyncSession, agency: str, *, now: datetime) -> dict[str, int]:
    """How many active assignments the agency has in each way of looking at its inbox."""
    row = (await session.execute(COUNTS, {"agency": agency, "now": now})).mappings().one()
    return {name: int(value) for name, value in row.items()}


def visible(viewer: Actor, *, everything: bool) -> tuple[str, dict[str, Any]]:
    """The condition under which an issue exists for the viewer; the SQL of `permits.sees`."""
    if everything:
        return "true", {}
    if viewer.owner:
        return OWN_CHANNEL, {"owner": viewer.owner}
    if viewer.agency:
        mine = "EXISTS (SELECT FROM assignment m WHERE m.issue_id = i.id AND m.active AND m.agency = :viewer_agency)"
        return mine, {"viewer_agency": viewer.agency}
    return "false", {}


def named_to(viewer: Actor) -> tuple[str, dict[str, Any]]:
    """The enterprise as this viewer may read it, and what the expression is given."""
    if viewer.kind == "system" or viewer.role == Role.ARBITRATOR:
        return NAMED.format(told="true"), {}
    if viewer.owner:
        return NAMED.format(told=OWN_CHANNEL), {"owner": viewer.owner}
    return NAMED.format(told="false"), {}


async def page(
    session: AsyncSession,
    query: str,
    conditions: list[str],
    values: dict[str, Any],
    *,
    key: str,
    after: str | None,
    limit: int,
    newest: bool = False,
) -> Page:
    """One page behind the key; one row more than asked tells whether another follows."""
    where, order = [*conditions], f"{key} DESC" if newest else f"burns_at, {key}"
    if behind := place(after):
        values = values | {"after_at": behind[0], "after_id": behind[1]}
        burning = f"(coalesce(least(c.due_at, i.needed_by), :far), {key}) > (:after_at, :after_id)"
        where.append(f"{key} < :after_id AND :after_at <= :far" if newest else burning)
    statement = query.format(where=" AND ".join(where), order=order)
    rows = await session.execute(text(statement), values | {"far": FAR, "limit": limit + 1})
    lines = [Line(**row) for row in rows.mappings()]
    more = len(lines) > limit
    last = lines[limit - 1] if more else None
    number = (last.assignment_id if key == "a.id" else last.id) if last else 0
    return Page(lines=lines[:limit], following=f"{last.burns_at.isoformat()}/{number}" if last else None)


def place(after: str | None) -> tuple[datetime, int] | None:
    """The key a page follows; one that cannot be read means the first page."""
    at, _, number = (after or "").rpartition("/")
    try:
        return datetime.fromisoformat(at), int(number)
    except ValueError:
        return None
