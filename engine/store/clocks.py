"""Firing the steps of clocks: one statement a batch moves the rows, writes the trail and the notices (DESIGN D4).

Whoever changes the steps of an issue holds the issue's row lock, here as in every verb. A sweep skips issues that
somebody is working on and comes back to them, so it neither waits nor deadlocks, and nobody is told twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg

BAD_ROW = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, asyncpg.RaiseError)
MAX_ERROR = 500  # characters

DUE = "s.state = 'armed' and not s.by_verb and s.at <= $1 order by s.at, s.id limit $2"  # as the partial index has it
ONE = "s.state = 'armed' and s.at <= $1 and s.id = $2"
FIRE = """
with due as materialized (
  select s.id from clock_step s join issue i on i.id = s.issue_id where {which}
  for no key update of i skip locked),
f as (
  update clock_step s set state = 'fired', fired_at = $1
  from due where s.id = due.id and s.state = 'armed'
  returning s.id, s.clock_id, s.issue_id, s.step, s.ordinal, s.due_at, s.at, s.tell_at, s.heat, s.audiences, s.data),
g as materialized (
  select f.*, row_number() over w as rn, count(*) over (partition by issue_id) as n
  from f window w as (partition by issue_id order by at, id)),
i as (
  update issue set version = issue.version + x.n, heat = greatest(issue.heat, x.heat)
  from (select issue_id, max(n)::int as n, max(heat) as heat from g group by issue_id) x
  where issue.id = x.issue_id
  returning issue.*),
c as (
  update clock set breached = clock.breached or x.late
  from (select clock_id, bool_or(at >= due_at) as late from g group by clock_id) x
  where clock.id = x.clock_id
  returning clock.id, clock.key, clock.target, clock.agency, clock.part, clock.assignment_id, clock.provisional),
s as materialized (
  select g.*, i.version - g.n + g.rn as seq, i.reference, i.enterprise, i.urgency, i.kind as asks, i.lead, i.round,
         i.channel, i.document, i.number, c.assignment_id, coalesce(c.agency, i.lead) as agency, c.part,
         g.data || jsonb_build_object('target', c.target, 'step', g.step, 'ordinal', g.ordinal, 'clock', c.key,
           'agency', c.agency, 'part', c.part, 'due', g.due_at, 'planned', g.at, 'provisional', c.provisional) as facts
  from g join i on i.id = g.issue_id join c on c.id = g.clock_id),
e as (
  insert into event (issue_id, seq, kind, at, recorded_at, by_label, by_name, assignment_id, data)
  select issue_id, seq, 'stepped', $1, $1, 'system', 'system', assignment_id, facts from s order by issue_id, seq
  returning id, issue_id, seq),
p as materialized (
  select s.*, e.id as event_id,
         jsonb_build_object('reference', s.reference, 'title', t.title, 'enterprise', s.enterprise,
           'urgency', s.urgency, 'kind', s.asks, 'lead', s.lead, 'agency', s.agency, 'part', s.part, 'round', s.round,
           'document', s.document, 'number', s.number, 'at', $1::timestamptz, 'event', 'stepped', 'data', s.facts)
           as payload
  from s join e on e.issue_id = s.issue_id and e.seq = s.seq join issue_text t on t.issue_id = s.issue_id),
o as (
  insert into notice (key, kind, audience, party, issue_id, event_id, payload, state, attempts, next_at, created_at,
                      "to", subject, error)
  select 'step:' || s.clock_id || ':' || s.step || ':' || s.ordinal || ':' || extract(epoch from s.due_at)::bigint
           || ':' || a.audience,
         'step', a.audience,
         case when a.audience in ('assigned', 'agency_head', 'through') then s.agency
              when a.audience = 'lead' then s.lead when a.audience = 'channel_owner' then s.channel end,
         s.issue_id, s.event_id, s.payload, 'waiting', 0, greatest(s.tell_at, $1), $1, '', '', ''
  from p as s cross join lateral unnest(s.audiences) as a (audience)
  union all
  select 'event-' || s.event_id || '-event-' || r.id, 'event', 'receiver', r.id::text,
         s.issue_id, s.event_id, s.payload, 'waiting', 0, $1, $1, '', '', ''
  from p as s join receiver r on r.agency = s.agency and r.active and 'stepped' = any(r.kinds)
  on conflict (key) do nothing)
select id, clock_id, issue_id, reference, step, at from s order by at, id
"""
SWEEP, SWEEP_ONE = FIRE.format(which=DUE), FIRE.format(which=ONE)
CANDIDATES = f"select s.id from clock_step s where {DUE}"
SET_ASIDE = "update clock_step set state = 'failed', error = $2 where id = $1 and state = 'armed'"
NEXT = """
select min(at) from (
  (select at from clock_step where state = 'armed' and not by_verb order by at, id limit 1) union all
  (select at from clock_step where state = 'armed' and by_verb order by at, id limit 1)) next
"""


@dataclass(frozen=True, slots=True)
class Fired:
    """One step that fired, and when it was planned for."""

    step_id: int
    clock_id: int
    issue_id: int
    reference: str
    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Swept:
    """What one batch did; `failed` are steps set aside because their row cannot be moved."""

    fired: Sequence[Fired] = ()
    failed: Sequence[int] = ()
    late: timedelta = field(default=timedelta())  # of the step that waited longest


async def sweep(connection: Any, *, now: datetime, limit: int = 500) -> Swept:
    """Fire the armed steps that are due; `connection` is the driver's own, one statement is one transaction."""
    try:
        return _swept(await connection.fetch(SWEEP, now, limit), now=now)
    except BAD_ROW:
        return await one_by_one(connection, now=now, limit=limit)


async def one_by_one(connection: Any, *, now: datetime, limit: int) -> Swept:
    """The same row by row, so that one bad row does not keep the others from firing; the bad one is set aside."""
    rows: list[Any] = []
    failed: list[int] = []
    for candidate in await connection.fetch(CANDIDATES, now, limit):
        try:
            rows += await connection.fetch(SWEEP_ONE, now, candidate["id"])
        except BAD_ROW as error:
            await set_aside(connection, candidate["id"], str(error))
            failed.append(candidate["id"])
    return _swept(rows, failed, now=now)


async def fire_one(connection: Any, step_id: int, *, now: datetime) -> bool:
    """Fire one due step of either way; false if it is armed no longer."""
    return bool(await connection.fetch(SWEEP_ONE, now, step_id))


async def set_aside(connection: Any, step_id: int, error: str) -> None:
    """Mark a step that cannot fire; a person sees it in the health report."""
    await connection.execute(SET_ASIDE, step_id, error[:MAX_ERROR])


def _swept(rows: Sequence[Any], failed: Sequence[int] = (), *, now: datetime) -> Swept:
    fired = tuple(Fired(*row.values()) for row in rows)
    late = max((now - one.at for one in fired), default=timedelta())
    return Swept(fired, tuple(failed), late)


async def due_next(connection: Any) -> datetime | None:
    """The instant of the next armed step, in whatever way it fires."""
    found: datetime | None = await connection.fetchval(NEXT)
    return found


async def set_aside_count(connection: Any) -> int:
    """How many steps wait for a person because they cannot fire."""
    return int(await connection.fetchval("select count(*) from clock_step where state = 'failed'"))
