"""The sealer's statements and the check of the whole trail, on the driver's own connection.

An event is sealed once its transaction and every earlier one have ended; that is what `xid` is for, and the order of
transactions and ids is the one in which events are sealed. No writer waits for the sealer.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from engine.model.chain import Breach, Link, Sealed, unlike_seal

CANONICAL = """jsonb_build_array(issue_id, seq, kind, by_label, by_name, person_id, assignment_id, data,
 extract(epoch from at), extract(epoch from recorded_at))::text"""  # as the trigger has it
ENDED = "pg_snapshot_xmin(pg_current_snapshot())"
COLUMNS = "no, at, first_xid, until_xid, count, root, hash, mac, key_id"
LAST = f"select {COLUMNS} from seal order by no desc limit 1"
WAITING = f"select exists (select from event where xid >= $1::text::xid8 and xid < {ENDED})"
NEXT = f"""
with ended as materialized (select {ENDED} as upto)
select (select upto from ended)::text::bigint as until_xid, count(*) as count,
       sha256(coalesce(string_agg(hash, ''::bytea order by xid, id), ''::bytea)) as root
from event, ended where xid >= $1::text::xid8 and xid < upto
"""
ADD = f"insert into seal ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning no"
BROKEN = f"""
select i.reference, seq, previous_seq is distinct from nullif(seq - 1, 0) as gap from (
  select issue_id, seq, hash, lag(hash) over w as previous, lag(seq) over w as previous_seq, {CANONICAL} as canonical
  from event window w as (partition by issue_id order by seq)) e
join issue i on i.id = issue_id
where previous_seq is distinct from nullif(seq - 1, 0)
   or hash is distinct from sha256(coalesce(previous, ''::bytea) || convert_to(canonical, 'UTF8'))
order by issue_id, seq limit 100
"""
SHORT = """
select i.reference from issue i where not exists (select from event e where e.issue_id = i.id and e.seq = i.version)
order by i.id limit 100
"""
UNLIKE = """
select s.no, s.count as covers, x.count as found from seal s cross join lateral (
  select count(*) as count, sha256(coalesce(string_agg(hash, ''::bytea order by xid, id), ''::bytea)) as root
  from event where xid >= s.first_xid::text::xid8 and xid < s.until_xid::text::xid8) x
where x.count <> s.count or x.root <> s.root order by s.no limit 100
"""
EVENTS = f"select xid::text::bigint as xid, id, issue_id, seq, {CANONICAL} as canonical, hash from event order by event.xid, id"
EXTENT = """
select count(*), count(distinct issue_id), count(*) filter (where xid >= $1::text::xid8) from event
"""
SEALS = f"select {COLUMNS} from seal order by no"


async def last(connection: Any) -> Sealed | None:
    """The newest seal."""
    row = await connection.fetchrow(LAST)
    return Sealed(**row) if row else None


async def waiting(connection: Any, first_xid: int) -> bool:
    """Whether there is anything to seal from that transaction on."""
    return bool(await connection.fetchval(WAITING, str(first_xid)))


async def upcoming(connection: Any, no: int, *, first_xid: int, at: datetime) -> Sealed:
    """The next seal, still without hash and signature."""
    row = await connection.fetchrow(NEXT, str(first_xid))
    return Sealed(no=no, at=at, first_xid=first_xid, **row)


async def add(connection: Any, seal: Sealed) -> bool:
    """Store a seal; false if another sealer was first."""
    values = (getattr(seal, name) for name in COLUMNS.split(", "))
    return await connection.fetchval(ADD, *values) is not None


async def breaches(connection: Any) -> list[Breach]:
    """Events that do not follow from the ones before, trails cut short, and seals that no longer fit."""
    return [
        *[broken(row) for row in await connection.fetch(BROKEN)],
        *[Breach("trail_short", {"issue": row["reference"]}) for row in await connection.fetch(SHORT)],
        *[unlike_seal(**row) for row in await connection.fetch(UNLIKE)],
    ]


def broken(row: Any) -> Breach:
    """An event without the one before it, or changed."""
    if row["gap"]:
        return Breach("event_missing", {"issue": row["reference"], "seq": row["seq"] - 1})
    return Breach("event_changed", {"issue": row["reference"], "seq": row["seq"]})


async def every(connection: Any) -> list[Sealed]:
    """All seals, oldest first."""
    return [Sealed(**row) for row in await connection.fetch(SEALS)]


async def events(connection: Any) -> AsyncIterator[Link]:
    """All events in the order of their transactions; in one transaction of the caller's."""
    async for row in connection.cursor(EVENTS, prefetch=1000):
        yield Link(*row.values())


async def extent(connection: Any, upto: int) -> tuple[int, int, int]:
    """Events, issues with events, and events from that transaction on."""
    events, issues, later = await connection.fetchrow(EXTENT, str(upto))
    return events, issues, later
