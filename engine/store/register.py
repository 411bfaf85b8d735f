"""Registering a report: everything it brings into being, in one statement (DESIGN D10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from engine.model.promise import Clock
from engine.store.clock_rows import all_steps, clock_values


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """The values of one registration, already checked."""

    channel: str
    external_id: str
    digest: str
    follow_code: str
    at: datetime
    recorded_at: datetime
    enterprise: str
    enterprise_code: str
    enterprise_key: str
    reporter: str
    phone: str
    mail: str
    text: str
    raw: dict[str, Any]
    kind: str
    urgency: str
    needed_by: datetime | None
    respondent: str | None
    logged_by: int | None
    by_label: str
    by_name: str
    titles: Sequence[str]
    bodies: Sequence[str]
    bands: Sequence[Sequence[int]]
    facts: dict[str, Any]
    clocks: Sequence[Clock]
    notice: str | None
    audience: str
    prefix: str
    zone: str


REGISTER = """
with r as (
  insert into report (channel, external_id, digest, follow_code, at, recorded_at, enterprise, enterprise_code,
                      reporter, phone, mail, secret_reporter, logged_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $14 = 'tip_off', $18)
  on conflict (channel, external_id) do nothing returning id),
rt as (insert into report_text (report_id, text, raw) select id, $12, $13::jsonb from r),
n as materialized (
  select r.id as report_id, p.part, p.title, p.body, p.bands, nextval('issue_id_seq') as issue_id,
         nextval('event_id_seq') as event_id,
         $27 || '-' || to_char($5::timestamptz at time zone $28, 'YYMMDD') || '-'
             || lpad(nextval('issue_number')::text, 6, '0') as reference
  from r, unnest($19::text[], $20::text[], $31::text[]) with ordinality as p (title, body, bands, part)),
i as (
  insert into issue (id, reference, version, status, open, kind, urgency, hard, channel, enterprise, enterprise_key,
                     respondent, dispatches, round, heat, supervised, contested, needed_by, at, recorded_at)
  select issue_id, reference, 1, 'registered', true, $14, $15, false, $1, $7, $29, $17, 0, 0, 0, false, false,
         $16, $5, $6 from n),
it as (insert into issue_text (issue_id, title, body) select issue_id, title, body from n),
k as (insert into likeness (issue_id, bands) select issue_id, bands::int[] from n),
ir as (insert into issue_report (report_id, issue_id, part) select report_id, issue_id, part from n),
e as (
  insert into event (id, issue_id, seq, kind, at, recorded_at, by_label, by_name, person_id, data)
  select event_id, issue_id, 1, 'registered', $5, $6, $21, $22, $18, $23::jsonb from n),
l as (
  insert into ledger_entry (issue_id, event_id, movement, channel, at, recorded_at)
  select issue_id, event_id, 'new', $1, $5, $6 from n),
c as (
  insert into clock (issue_id, key, target, state, started_at, due_at, breached, provisional, body)
  select n.issue_id, k.key, k.target, k.state, k.started_at, k.due_at, false, k.provisional, k.body
  from n, jsonb_to_recordset($24::jsonb) as k (key text, target text, state text, started_at timestamptz,
                                               due_at timestamptz, provisional boolean, body jsonb)
  returning id, issue_id, key),
s as (
  insert into clock_step (clock_id, issue_id, step, ordinal, due_at, at, tell_at, state, by_verb, heat, audiences,
                          data, error)
  select c.id, c.issue_id, t.step, t.ordinal, t.due_at, t.at, t.tell_at, 'armed', t.by_verb, t.heat,
         array(select jsonb_array_elements_text(t.audiences)), t.data, ''
  from c join jsonb_to_recordset($25::jsonb) as t (key text, step text, ordinal int, due_at timestamptz, at timestamptz,
                                                   tell_at timestamptz, by_verb boolean, heat int, audiences jsonb, data jsonb)
         on t.key = c.key),
o as (
  insert into notice (key, kind, audience, issue_id, event_id, payload, state, attempts, next_at, created_at,
                      "to", subject, error)
  select 'event-' || event_id || '-' || $26::text || '-' || $30::text, $26, $30, issue_id, event_id,
         $23::jsonb || jsonb_build_object('reference', reference, 'title', title, 'enterprise', $7::text,
                                          'follow_code', $4::text),
         'waiting', 0, $6, $6, '', '', ''
  from n where $26::text is not null and part = 1)
select report_id, issue_id, reference from n order by part
"""


def arguments(new: NewReport) -> list[Any]:
    """The statement's parameters, in order."""
    return [
        new.channel,
        new.external_id,
        new.digest,
        new.follow_code,
        new.at,
        new.recorded_at,
        new.enterprise,
        new.enterprise_code,
        new.reporter,
        new.phone,
        new.mail,
        new.text,
        orjson.dumps(new.raw).decode(),
        new.kind,
        new.urgency,
        new.needed_by,
        new.respondent,
        new.logged_by,
        list(new.titles),
        list(new.bodies),
        new.by_label,
        new.by_name,
        orjson.dumps(new.facts).decode(),
        orjson.dumps([clock_values(one) for one in new.clocks]).decode(),
        orjson.dumps(list(all_steps(new.clocks))).decode(),
        new.notice,
        new.prefix,
        new.zone,
        new.enterprise_key,
        new.audience,
        [bands_text(one) for one in new.bands],
    ]


def bands_text(bands: Sequence[int]) -> str:
    """An array as PostgreSQL writes it: arrays of unlike lengths cannot be one parameter."""
    return "{" + ",".join(map(str, bands)) + "}"


FOUND = """
select r.id as report_id, r.follow_code, r.digest, i.id as issue_id, i.reference
from report r join issue_report ir on ir.report_id = r.id join issue i on i.id = ir.issue_id
where r.channel = $1 and r.external_id = $2 order by ir.part, i.id
"""
