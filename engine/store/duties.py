"""The heartbeat of duties: when each last succeeded, by which road, and what it did."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.duty import Duty

BEAT = """
insert into duty (name, last_ok_at, mode, result) values ($1, $2, $3, $4::jsonb)
on conflict (name) do update set last_ok_at = excluded.last_ok_at, mode = excluded.mode,
  result = case when excluded.result = '{}'::jsonb then duty.result else excluded.result end
"""
LAST = "select last_ok_at from duty where name = $1"


async def beat(
    connection: Any, name: str, *, at: datetime, mode: str, result: Mapping[str, Any] | None = None
) -> None:
    """Say that the duty is done as of `at`; without a result the one before stays to be read."""
    await connection.execute(BEAT, name, at, mode, orjson.dumps(result or {}).decode())


async def last_ok(connection: Any, name: str) -> datetime | None:
    """When the duty last succeeded, in whatever process."""
    found: datetime | None = await connection.fetchval(LAST, name)
    return found


async def every(session: AsyncSession) -> Sequence[Duty]:
    """All heartbeats, by name."""
    return list((await session.execute(select(Duty).order_by(col(Duty.name)))).scalars())
