"""Clocks of an issue between the rules' values and their rows: loading them all, saving those that changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.clock import ClockRow
from engine.model.promise import Clock, ClockKey

BODIES = select(col(ClockRow.body)).where(col(ClockRow.issue_id) == bindparam("issue"))
SAVE = text("""
with k as (
  select * from jsonb_to_recordset(cast(:clocks as jsonb)) as k (key text, assignment_id bigint, target text,
    agency text, part text, state text, started_at timestamptz, due_at timestamptz, met_at timestamptz,
    breached boolean, provisional boolean, body jsonb)),
t as (
  select * from jsonb_to_recordset(cast(:steps as jsonb)) as t (key text, step text, ordinal int,
    due_at timestamptz, at timestamptz, tell_at timestamptz, by_verb boolean, heat int, audiences jsonb, data jsonb)),
c as (
  insert into clock (issue_id, key, assignment_id, target, agency, part, state, started_at, due_at, met_at, breached,
                     provisional, body)
  select :issue, key, assignment_id, target, agency, part, state, started_at, due_at, met_at, breached, provisional, body
  from k
  on conflict (issue_id, key) do update set state = excluded.state, due_at = excluded.due_at,
    met_at = excluded.met_at, breached = excluded.breached, provisional = excluded.provisional, body = excluded.body
  returning id, key),
gone as (
  delete from clock_step s using c where s.clock_id = c.id and s.state = 'armed' and not exists (
    select from t where t.key = c.key and t.step = s.step and t.ordinal = s.ordinal and t.due_at = s.due_at))
insert into clock_step (clock_id, issue_id, step, ordinal, due_at, at, tell_at, state, by_verb, heat, audiences, data, error)
select c.id, :issue, t.step, t.ordinal, t.due_at, t.at, t.tell_at, 'armed', t.by_verb, t.heat,
       array(select jsonb_array_elements_text(t.audiences)), t.data, ''
from t join c on c.key = t.key
on conflict (clock_id, step, ordinal, due_at) do update set at = excluded.at, tell_at = excluded.tell_at
  where clock_step.state = 'armed'
""")


async def of_issue(session: AsyncSession, issue_id: int) -> dict[ClockKey, Clock]:
    """Every clock of the issue, as the rules last reckoned it."""
    rows = await session.execute(BODIES, {"issue": issue_id})
    clocks = (Clock.model_validate(body) for body in rows.scalars())
    return {clock.key: clock for clock in clocks}


async def save(session: AsyncSession, issue_id: int, clocks: Sequence[Clock]) -> None:
    """Store the changed clocks; steps no longer planned are taken back, fired ones stay."""
    if not clocks:
        return
    values = {
        "issue": issue_id,
        "clocks": orjson.dumps([clock_values(one) for one in clocks]).decode(),
        "steps": orjson.dumps(list(all_steps(clocks))).decode(),
    }
    await session.execute(SAVE, values)


def clock_values(clock: Clock) -> dict[str, Any]:
    """A clock as the statements read it."""
    return {
        "key": clock.key.text,
        "assignment_id": int(clock.assignment) if clock.assignment else None,
        "target": clock.target,
        "agency": clock.agency,
        "part": clock.part,
        "state": clock.state,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "met_at": clock.met_at,
        "breached": clock.breached,
        "provisional": clock.provisional,
        "body": clock.model_dump(mode="json"),
    }


def all_steps(clocks: Iterable[Clock]) -> Iterable[Mapping[str, Any]]:
    """Their planned steps as the statements read them."""
    for clock in clocks:
        for step in clock.steps:
            yield {
                "key": clock.key.text,
                "step": step.step,
                "ordinal": step.ordinal,
                "due_at": step.due_at,
                "at": step.at,
                "tell_at": step.tell_at,
                "by_verb": step.by_verb,
                "heat": step.heat,
                "audiences": list(step.audiences),
                "data": {
                    "target": clock.target,
                    "agency": clock.agency,
                    "part": clock.part,
                    "assignment": clock.assignment,
                    "voice": step.voice,
                },
            }
