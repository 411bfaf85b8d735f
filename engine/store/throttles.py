"""Limits that every process shares: a use is counted by one statement, a proof of work is spent by another."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

TAKE = text("""
    insert into throttle as t (key, free_at) values (:key, cast(:now as timestamptz) + :step)
    on conflict (key) do update set free_at = greatest(t.free_at, :now) + :step
    where greatest(t.free_at, :now) + :step <= cast(:now as timestamptz) + :span
    returning free_at
""")
FREE_AT = text("select free_at from throttle where key = :key")
SPEND = text(
    "insert into spent_challenge (nonce, expires_at) values (:nonce, :until) on conflict do nothing returning nonce"
)
PURGE = (
    text("delete from spent_challenge where expires_at <= :now"),
    text("delete from throttle where free_at <= :now"),
)


async def take(
    session: AsyncSession, key: str, *, now: datetime, step: timedelta, span: timedelta
) -> timedelta | None:
    """Count one use; none if it may be made, else how long to wait for it."""
    facts = {"key": key, "now": now, "step": step, "span": span}
    if await session.scalar(TAKE, facts) is not None:
        return None
    return await ahead(session, key, now=now) + step - span


async def ahead(session: AsyncSession, key: str, *, now: datetime) -> timedelta:
    """How much of its span the source has used up and not yet regained."""
    free_at = await session.scalar(FREE_AT, {"key": key})
    return max(free_at - now, timedelta()) if free_at else timedelta()


async def spend(session: AsyncSession, nonce: str, *, until: datetime) -> bool:
    """Whether this proof is taken for the first time."""
    return await session.scalar(SPEND, {"nonce": nonce, "until": until}) is not None


async def purge(session: AsyncSession, *, now: datetime) -> None:
    """Forget what no longer matters."""
    for statement in PURGE:
        await session.execute(statement, {"now": now})
