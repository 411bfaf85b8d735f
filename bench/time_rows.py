"""A ledger full of running clocks, written by the server itself: two clocks and two armed steps an issue."""

from datetime import datetime, timedelta
from typing import Any

FILL = (
    """
    insert into agency (key, name, short_name, english_name, kind, outside_city, mail)
    values ('bench', 'bench', 'bench', '', 'municipal', false, '') on conflict do nothing
    """,
    """
    insert into channel (key, name, kind, owner, account, active)
    values ('bench', 'bench', 'phone', 'bench', '', true) on conflict do nothing
    """,
    """
    insert into issue (reference, version, status, open, kind, urgency, hard, channel, enterprise, enterprise_key, lead,
                       dispatches, round, heat, supervised, contested, at, recorded_at)
    select 'B-' || n, 1, 'in_progress', true, 'help', 'normal', false, 'bench', 'bench', 'bench', 'bench', 1, 1, 0,
           false, false, $2::timestamptz - interval '3 days', $2
    from generate_series(1, $1::int) n
    """,
    """
    insert into issue_text (issue_id, title, body) select id, 'bench', 'bench' from issue
    """,
    """
    insert into event (issue_id, seq, kind, at, recorded_at, by_label, by_name, data)
    select id, 1, 'registered', at, recorded_at, 'system', 'system', '{}' from issue
    """,
    """
    insert into clock (issue_id, key, target, agency, part, state, started_at, due_at, breached, provisional, body)
    select id, t || '/1/1', t, 'bench', 'lead', 'running', $2::timestamptz - interval '3 days',
           $2::timestamptz + interval '1 day' * (1 + id % 20), false, false, '{}'
    from issue, unnest(array['reply', 'first_contact']) t where $1::int > 0
    """,
    """
    insert into clock_step (clock_id, issue_id, step, ordinal, due_at, at, tell_at, state, by_verb, heat, audiences,
                            data, error)
    select id, issue_id, 'red', 0, due_at, due_at, due_at, 'armed', false, 2, '{assigned,agency_head}', '{}', ''
    from clock where $1::int > 0 and $2::timestamptz is not null
    """,
)
MAKE_DUE = """
update clock_step set at = $1 + $4::interval * (n - 1) / $2::int from (
  select s.id, row_number() over (order by s.issue_id) as n from clock_step s join clock c on c.id = s.clock_id
  where s.state = 'armed' and c.target = $3 and s.at > $1 order by s.issue_id limit $2) due
where clock_step.id = due.id
"""
TOLD = """
select count(*) as events, count(distinct (assignment_id, data->>'clock', issue_id, data->>'due')) as steps
from event where kind = 'stepped' and recorded_at = $1
"""


async def fill(connection: Any, issues: int, now: datetime) -> None:
    """Write so many issues, and twice as many running clocks."""
    for statement in FILL:
        values = [issues, now][: 2 if "$2" in statement else 1 if "$1" in statement else 0]
        await connection.execute(statement, *values)
    await connection.execute("vacuum analyze")


async def make_due(
    connection: Any, at: datetime, many: int, target: str, *, over: timedelta = timedelta()
) -> None:
    """Let so many steps fall due from that instant on, one an issue, evenly over the time given."""
    await connection.execute(MAKE_DUE, at, many, target, over)
    await connection.execute("vacuum analyze clock_step")


async def told(connection: Any, now: datetime) -> tuple[int, int]:
    """How many step events were written at that instant, and for how many different steps."""
    row = await connection.fetchrow(TOLD, now)
    return int(row["events"]), int(row["steps"])
