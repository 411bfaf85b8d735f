"""Callbacks whose next attempt is due and that the system can make by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# An attempt by link needs an address; an enterprise that left only a phone number waits for an operator's call.
DUE = """
select c.id, c.issue_id, i.reference, c.attempts, c.next_at
from callback c join issue i on i.id = c.issue_id
where c.state = 'open' and i.status = 'replied' and c.next_at <= $1
  and (c.attempts >= $2 or exists (
    select from issue_report ir join report r on r.id = ir.report_id where ir.issue_id = c.issue_id and r.mail <> ''))
order by c.next_at, c.id limit $3
"""
NEXT = DUE.replace("c.id, c.issue_id, i.reference, c.attempts, c.next_at", "c.next_at").replace(
    "and c.next_at <= $1", "and $1::timestamptz is null"
)


@dataclass(frozen=True, slots=True)
class DueCallback:
    """One of them, and how many attempts were made."""

    id: int
    issue_id: int
    reference: str
    attempts: int
    next_at: datetime


async def due(connection: Any, *, now: datetime, attempts: int, limit: int = 100) -> Sequence[DueCallback]:
    """Those due; with `attempts` made, the callback is to be given up."""
    return tuple(DueCallback(*row.values()) for row in await connection.fetch(DUE, now, attempts, limit))


async def due_next(connection: Any, *, attempts: int) -> datetime | None:
    """When the next one is due."""
    found: datetime | None = await connection.fetchval(NEXT, None, attempts, 1)
    return found
