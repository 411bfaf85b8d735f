"""The heartbeat of duties: when each last succeeded, by which road, and what it did."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.duty import Duty
from engine.model.seal import Lateness

BEAT = """
insert into duty (name, last_ok_at, mode, result) values ($1, $2, $3, $4::jsonb)
on conflict (name) do update set last_ok_at = excluded.last_ok_at, mode = excluded.mode,
  result = case when excluded.result = '{}'::jsonb then duty.result else excluded.result end
"""
LATE = """
insert into lateness (duty, upto, count, seconds) select $1, u.upto, u.count, u.seconds
from unnest($2::float8[], $3::bigint[], $4::float8[]) as u (upto, count, seconds)
on conflict (duty, upto) do update set count = lateness.count + excluded.count,
  seconds = lateness.seconds + excluded.seconds
"""
LAST = "select last_ok_at, mode from duty where name = $1"


async def beat(
    connection: Any, name: str, *, at: datetime, mode: str, result: Mapping[str, Any] | None = None
) -> None:
    """Say that the duty is done as of `at`; without a result the one before stays to be read."""
    await connection.execute(BEAT, name, at, mode, orjson.dumps(result or {}).decode())


async def last_seen(connection: Any, name: str) -> tuple[datetime | None, str]:
    """When the duty last succeeded, in whatever process, and by which road."""
    row = await connection.fetchrow(LAST, name)
    return (row["last_ok_at"], row["mode"]) if row else (None, "")


async def every(session: AsyncSession) -> Sequence[Duty]:
    """All heartbeats, by name."""
    return list((await session.execute(select(Duty).order_by(col(Duty.name)))).scalars())


async def late(connection: Any, name: str, lateness: Mapping[float, int], *, seconds: float) -> None:
    """Add to the duty's histogram: how many were at most so many seconds late, and the seconds in all."""
    if not lateness:
        return
    bounds = sorted(lateness)
    sums = [seconds, *(0.0 for _ in bounds[1:])]
    await connection.execute(LATE, name, bounds, [lateness[one] for one in bounds], sums)


async def lateness(session: AsyncSession) -> Mapping[str, tuple[Mapping[float, int], float]]:
    """Each duty's histogram, and its seconds in all."""
    found: dict[str, tuple[dict[float, int], float]] = {}
    for row in (await session.execute(select(Lateness))).scalars():
        bounds, seconds = found.get(row.duty, ({}, 0.0))
        found[row.duty] = ({**bounds, row.upto: row.count}, seconds + row.seconds)
    return found
