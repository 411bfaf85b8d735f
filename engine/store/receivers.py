"""Receivers of webhooks: who is told of an event, where it goes, and what became of the last message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.notice import Notice
from engine.model.receiver import Receiver
from engine.ports import Door

OVERLAP = timedelta(days=1)  # for which the secret before signs as well
TELL = text("""
insert into notice (key, kind, audience, party, issue_id, event_id, payload, state, attempts, next_at, created_at,
                    "to", subject, error)
select 'event-' || cast(:event as bigint) || '-event-' || r.id, 'event', 'receiver', cast(r.id as text),
       :issue, :event, cast(:facts as jsonb) || jsonb_build_object('title', t.title), 'waiting', 0, :now, :now, '', '', ''
from receiver r join issue_text t on t.issue_id = :issue
where r.active and :kind = any(r.kinds)
  and (r.agency in (select agency from assignment where issue_id = :issue and (active or id = :assignment))
       or r.agency = (select owner from channel where key = :channel))
on conflict (key) do nothing
""")
DOOR = "select url, secret, secret_before, changed_at from receiver where id = $1"
LAST = text("""
select distinct on (party) id from notice
where audience = 'receiver' and party = any(:parties) order by party, id desc
""")


@dataclass(frozen=True, slots=True)
class Standing:
    """A receiver and the last message to it."""

    receiver: Receiver
    last: Notice | None


async def tell(
    session: AsyncSession,
    facts: Mapping[str, Any],
    *,
    issue_id: int,
    event_id: int,
    kind: str,
    assignment_id: int | None,
    channel: str,
    now: datetime,
) -> None:
    """One notice for each receiver that wants such events and whose agency takes part in the issue."""
    values = {"issue": issue_id, "event": event_id, "assignment": assignment_id, "channel": channel}
    await session.execute(
        TELL, values | {"kind": kind, "facts": orjson.dumps(dict(facts)).decode(), "now": now}
    )


async def door(connection: Any, receiver_id: int, *, now: datetime) -> Door | None:
    """Where a receiver's messages go and which secrets sign them; `connection` is the driver's own."""
    row = await connection.fetchrow(DOOR, receiver_id)
    if row is None:
        return None
    before = row["secret_before"] if now - row["changed_at"] < OVERLAP else None
    return Door(url=row["url"], secrets=(row["secret"], before) if before else (row["secret"],))


async def every(session: AsyncSession) -> Sequence[Standing]:
    """All receivers with what became of the last message to each."""
    found = list((await session.execute(select(Receiver).order_by(col(Receiver.id)))).scalars())
    ids = (await session.execute(LAST, {"parties": [str(one.id) for one in found]})).scalars().all()
    notices = (await session.execute(select(Notice).where(col(Notice.id).in_(ids)))).scalars()
    last = {one.party: one for one in notices}
    return [Standing(one, last.get(str(one.id))) for one in found]
