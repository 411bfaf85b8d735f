"""Runs of duties, on the driver's own connection when they are written and in a session when they are read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.errors import NotFound
from engine.model.run import Run, RunIssue

KEEP = """
insert into run (id, duty, road, state, began_at, seen_at, result, lines) values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
on conflict (id) do update set state = excluded.state, seen_at = excluded.seen_at, result = excluded.result,
  lines = excluded.lines
"""
TOUCH = "insert into run_issue (reference, run_id) select unnest($2::text[]), $1 on conflict do nothing"
PRUNE = text(
    "DELETE FROM run WHERE id IN (SELECT id FROM run WHERE seen_at < :before ORDER BY seen_at LIMIT :limit)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A run as it stands."""

    id: str
    duty: str
    road: str
    state: str
    began_at: datetime
    seen_at: datetime
    result: Mapping[str, Any]
    lines: Sequence[str]


async def keep(connection: Any, run: Told, references: Iterable[str]) -> None:
    """Store a run as it stands, and issues it touched since it was last stored."""
    result = orjson.dumps(run.result).decode()
    values = (run.id, run.duty, run.road, run.state, run.began_at, run.seen_at, result, list(run.lines))
    async with connection.transaction():
        await connection.execute(KEEP, *values)
        await connection.execute(TOUCH, run.id, list(references))


async def of_issue(session: AsyncSession, reference: str, *, limit: int = 20) -> Sequence[Run]:
    """The runs that touched an issue, the latest first."""
    touched = select(col(RunIssue.run_id)).where(col(RunIssue.reference) == reference)
    statement = select(Run).where(col(Run.id).in_(touched)).order_by(col(Run.began_at).desc()).limit(limit)
    return list((await session.execute(statement)).scalars())


async def latest(session: AsyncSession, *, duty: str = "", limit: int = 50) -> Sequence[Run]:
    """The runs last heard of, of one duty or of all."""
    statement = select(Run).order_by(col(Run.seen_at).desc()).limit(limit)
    return list(
        (await session.execute(statement.where(col(Run.duty) == duty) if duty else statement)).scalars()
    )


async def one(session: AsyncSession, run_id: str) -> Run:
    """A run."""
    found = await session.get(Run, run_id)
    if found is None:
        raise NotFound(f"no run {run_id} is kept")
    return found


async def touched(session: AsyncSession, run_id: str, *, limit: int = 500) -> Sequence[str]:
    """The references of issues it touched."""
    statement = select(col(RunIssue.reference)).where(col(RunIssue.run_id) == run_id)
    return list((await session.execute(statement.order_by(col(RunIssue.reference)).limit(limit))).scalars())


async def prune(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Remove runs last heard of before then."""
    return int(getattr(await session.execute(PRUNE, {"before": before, "limit": limit}), "rowcount", 0))
