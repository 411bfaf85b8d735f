"""Lists of issues as people work through them: what burns first, one page at a time by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.actor import Actor
from engine.model.words import Role

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Lines, and the key from which the next page starts."""

    lines: Sequence[Line]
    following: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; empty means everything the viewer may see."""

    statuses: Sequence[str] = ()
    stages: Sequence[str] = ()
    urgencies: Sequence[str] = ()
    lead: str | None = None
    channel: str | None = None
    document: str | None = None
    number: int | None = None
    words: str | None = None
    supervised: bool = False
    heated: int = 0
    late: bool = False
    unclaimed: bool = False
    disputed: bool = False
    unjudged: bool = False
    called: bool = False
    asked: bool = False
    sampled: bool = False
    referred: bool = False
    closed_by: str | None = None
    ids: Sequence[int] = field(default=())


COLUMNS = """
    i.id, i.reference, i.version, t.title, {enterprise} AS enterprise, i.status, i.kind, i.urgency, i.channel, i.document, i.number,
    i.lead, i.heat, i.supervised, i.round, i.needed_by, i.at, a.id AS assignment_id, a.part, a.stage,
    p.name AS claimant, c.target, c.state AS clock_state, c.due_at, c.breached, c.provisional, c.yellow_at,
    (SELECT min(f.due_at) FROM referral f WHERE f.issue_id = i.id AND f.state = 'open') AS opinion_due_at,
    coalesce(least(c.due_at, i.needed_by), :far) AS burns_at
"""

BURNING = """
    LEFT JOIN LATERAL (
        SELECT k.target, k.state, k.due_at, k.breached, k.provisional,
            (SELECT min(s.at) FROM clock_step s WHERE s.clock_id = k.id AND s.due_at = k.due_at AND s.step = 'yellow') AS yellow_at
        FROM clock k
        WHERE k.issue_id = i.id AND {whose} AND k.state IN ('running', 'paused') AND k.target NOT IN ('return', 'hold')
        ORDER BY k.state = 'paused', k.due_at LIMIT 1
    ) c ON true
"""


# A tip-off's enterprise may be who told; it is named to those who may see the reporter (`permits.sees_contact`).
NAMED = "CASE WHEN i.kind <> 'tip_off' OR {told} THEN i.enterprise ELSE '' END"
OWN_CHANNEL = "i.channel IN (SELECT key FROM channel WHERE owner = :owner)"

DISPUTED = "EXISTS (SELECT FROM assignment d WHERE d.issue_id = i.id AND d.active AND d.stage = 'disputed')"
UNJUDGED = (
    "i.status = 'replied' AND EXISTS (SELECT FROM callback b WHERE b.issue_id = i.id AND b.round = i.round "
    "AND b.state = 'answered' AND b.resolved IS FALSE AND b.curable IS NULL)"
)
CALLED = (
    "i.status = 'replied' AND EXISTS (SELECT FROM callback b WHERE b.issue_id = i.id AND b.state = 'open')"
)
ASKED = "EXISTS (SELECT FROM request q WHERE q.issue_id = i.id AND q.state = 'open')"
SAMPLED = "EXISTS (SELECT FROM quality_check y WHERE y.issue_id = i.id AND y.outcome = '')"
REFERRED = "i.open AND EXISTS (SELECT FROM referral f WHERE f.issue_id = i.id AND f.state = 'open')"


async def of_agency(
    session: AsyncSession, agency: str, wanted: Wanted, *, now: datetime, after: str | None, limit: int
) -> Page:
    """单位待办: the agency's active assignments, breached first, then by what falls due soonest."""
    source = (
        "FROM assignment a JOIN issue i ON i.id = a.issue_id JOIN issue_text t ON t.issue_id = i.id "
        "LEFT JOIN person p ON p.id = a.claimant_id " + BURNING.format(whose="k.assignment_id = a.id")
    )
    named = NAMED.format(told="false")
    conditions, values = narrowed(wanted, now, named)
    conditions += ["a.active", "i.open", "a.agency = :agency"]
    return await page(
        session,
        COLUMNS.format(enterprise=named) + source,
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
    source = (
        "FROM issue i JOIN issue_text t ON t.issue_id = i.id "
        "LEFT JOIN assignment a ON a.issue_id = i.id AND a.active AND a.part = 'lead' "
        "LEFT JOIN person p ON p.id = a.claimant_id " + BURNING.format(whose="true")
    )
    named, owner = named_to(viewer)
    conditions, values = narrowed(wanted, now, named)
    seen, who = visible(viewer, everything=everything)
    return await page(
        session,
        COLUMNS.format(enterprise=named) + source,
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
    FROM assignment a JOIN issue i ON i.id = a.issue_id {BURNING.format(whose="k.assignment_id = a.id")}
    WHERE a.active AND i.open AND a.agency = :agency
""")


async def counts_of_agency(session: AsyncSession, agency: str, *, now: datetime) -> dict[str, int]:
    """How many active assignments the agency has in each way of looking at its inbox."""
    row = (await session.execute(COUNTS, {"agency": agency, "now": now})).mappings().one()
    return {name: int(value) for name, value in row.items()}


def narrower(wanted: Wanted, **more: Any) -> Wanted:
    """The same list under further conditions."""
    return replace(wanted, **{name: value for name, value in more.items() if value})


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


def narrowed(wanted: Wanted, now: datetime, enterprise: str) -> tuple[list[str], dict[str, Any]]:
    """Conditions and their values."""
    offered = {
        "statuses": "i.status = ANY(:statuses)",
        "stages": "a.stage = ANY(:stages)",
        "urgencies": "i.urgency = ANY(:urgencies)",
        "lead": "i.lead = :lead",
        "channel": "i.channel = :channel",
        "document": "i.document = :document",
        "number": "i.number = :number",
        "words": f"(i.reference ILIKE :words OR {enterprise} ILIKE :words OR t.title ILIKE :words)",
        "supervised": "i.supervised",
        "heated": "i.heat >= :heated",
        "late": "c.due_at < :now AND c.state = 'running'",
        "unclaimed": "a.stage = 'assigned'",
        "disputed": DISPUTED,
        "unjudged": UNJUDGED,
        "called": CALLED,
        "asked": ASKED,
        "sampled": SAMPLED,
        "referred": REFERRED,
        "closed_by": "i.outcome = :closed_by",
        "ids": "i.id = ANY(:ids)",
    }
    given = {one.name: getattr(wanted, one.name) for one in fields(wanted) if getattr(wanted, one.name)}
    values: dict[str, Any] = {
        name: list(v) if isinstance(v, tuple | list) else v for name, v in given.items()
    }
    if "words" in values:
        values["words"] = f"%{escaped(values['words'])}%"
    unbound = {name: v for name, v in values.items() if f":{name}" in offered[name]}
    return [offered[name] for name in given], unbound | ({"now": now} if "late" in given else {})


def escaped(words: str) -> str:
    """Words for LIKE, with its wildcards taken literally."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def page(
    session: AsyncSession,
    source: str,
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
    statement = f"SELECT {source} WHERE {' AND '.join(where) or 'true'} ORDER BY {order} LIMIT :limit"
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
