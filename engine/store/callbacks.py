"""Callbacks whose next attempt is due and that the system can make by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.store.recipients import MOBILE

# An attempt by link needs an address. Who left only a mobile number, or wants no mail, gets the link once as a text and
# is then called by an operator; who can only be called waits for that call.
# Looked up row by row in the order of the partial index: a join would read every report to find the first.
OPEN = """
from callback c join lateral (select reference, status from issue where id = c.issue_id offset 0) i on true
where c.state = 'open' and i.status = 'replied' and {when}
  and (c.attempts >= {attempts} or (
    select bool_or(r.mail <> '' and s.mail is null
        or c.attempts = 0 and regexp_replace(r.phone, '[ ()-]', '', 'g') ~ '^({mobile})$')
    from issue_report ir join report r on r.id = ir.report_id left join mail_stop s on s.mail = lower(r.mail)
    where ir.issue_id = c.issue_id))
order by c.next_at, c.id
"""
DUE = (
    "select c.id, c.issue_id, i.reference, c.attempts, c.next_at"
    + OPEN.format(when="c.next_at <= $1", attempts="$2", mobile=MOBILE)
    + "limit $3"
)
NEXT = "select c.next_at" + OPEN.format(when="true", attempts="$1", mobile=MOBILE) + "limit 1"


@dataclass(frozen=True, slots=True)
class Call:
    """A callback that an operator is to make: whom to ring, about what, and what was answered."""

    issue_id: int
    reference: str
    title: str
    enterprise: str
    reporter: str
    phone: str
    channel: str
    lead: str | None
    at: datetime
    replied_at: datetime
    reply: str
    attempts: int
    next_at: datetime


# The report that opened the issue is the one to ring; the lead's last reply is what is asked about.
CALLS = text("""
    select i.id, i.reference, t.title, r.enterprise, r.reporter, r.phone, i.channel, i.lead, i.at, i.replied_at,
        coalesce(p.text, ''), c.attempts, c.next_at
    from callback c join issue i on i.id = c.issue_id and i.round = c.round join issue_text t on t.issue_id = i.id
    join lateral (select r.* from issue_report ir join report r on r.id = ir.report_id
        where ir.issue_id = i.id order by r.id limit 1) r on true
    left join lateral (select p.text from reply p left join assignment a on a.id = p.assignment_id
        where p.issue_id = i.id and coalesce(a.part, 'lead') = 'lead' order by p.id desc limit 1) p on true
    where c.state = 'open' and i.status = 'replied' and i.channel in (select key from channel where owner = :owner)
    order by c.next_at, c.id limit :limit
""")


async def calls(session: AsyncSession, owner: str, *, limit: int) -> Sequence[Call]:
    """The open callbacks of a channel owner's reports, those due first."""
    return [Call(*row) for row in await session.execute(CALLS, {"owner": owner, "limit": limit})]


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
    found: datetime | None = await connection.fetchval(NEXT, attempts)
    return found
