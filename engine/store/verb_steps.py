"""Steps of clocks that run a verb when they fall due: a return window closes, a hold ends, a review is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

DUE = """
select s.id, s.clock_id, s.issue_id, c.assignment_id, i.reference, c.target, s.step, s.at, s.due_at,
       cardinality(s.audiences) > 0 as tells
from clock_step s join clock c on c.id = s.clock_id join issue i on i.id = s.issue_id
where s.state = 'armed' and s.by_verb and s.at <= $1
order by s.at, s.id limit $2
"""
FIRE = text(
    "update clock_step set state = 'fired', fired_at = :now where id = :id and state = 'armed' returning id"
)


@dataclass(frozen=True, slots=True)
class VerbStep:
    """One such step."""

    id: int
    clock_id: int
    issue_id: int
    assignment_id: int | None
    reference: str
    target: str
    step: str
    at: datetime
    due_at: datetime
    tells: bool  # whether people hear of it


async def due_verbs(connection: Any, *, now: datetime, limit: int = 100) -> Sequence[VerbStep]:
    """Those due, the longest waiting first; each is then run in a transaction of its own."""
    rows = await connection.fetch(DUE, now, limit)
    return tuple(VerbStep(*row.values()) for row in rows)


async def fire(session: AsyncSession, step_id: int, *, now: datetime) -> bool:
    """Mark it fired, under the issue's lock; false if another did or it was taken back."""
    return (await session.execute(FIRE, {"id": step_id, "now": now})).first() is not None
