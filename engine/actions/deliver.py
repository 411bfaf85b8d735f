"""Taking notices from the outbox and settling what became of them: two transactions around each sending (DESIGN D8)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.outgoing import Known, NoAddress, known, outgoing
from engine.database import driver
from engine.errors import EngineError, NotFound, Unrenderable
from engine.ports import Delivery, DeliveryState, Renderer
from engine.rules import backoff
from engine.store import mail_stops, outbox

LEASE = timedelta(minutes=2)  # longer than the slowest try; a taker that died is replaced after it
APART = ", "  # between recipients in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A notice in our hands: the bytes every try sends, and which try this is."""

    id: int
    key: str
    kind: str
    to: tuple[str, ...]
    message: bytes
    attempt: int
    reference: str | None
    late: timedelta


async def take(
    session: AsyncSession,
    *,
    now: datetime,
    limit: int,
    renderer: Renderer,
    lease: timedelta = LEASE,
    holder: int | None = None,
) -> list[Taken]:
    """Claim what is due; the first take finds the addresses, renders and stores the message."""
    rows = await outbox.claim(session, now=now, until=now + lease, limit=limit, holder=holder)
    fresh = [row for row in rows if row.message is None]
    about = await known(session, fresh) if fresh else None
    letters = [await written(session, row, about, renderer, now=now) for row in fresh] if about else []
    made = {one.id: one for one in letters if one}
    await outbox.keep(session, list(made.values()))
    stored = {
        row.id: outbox.Letter(row.id, row.to, "", row.message) for row in rows if row.message is not None
    }
    ready = made | stored
    return [_taken(row, ready[row.id], now=now) for row in rows if row.id in ready]


async def written(
    session: AsyncSession, row: Any, about: Known, renderer: Renderer, *, now: datetime
) -> outbox.Letter | None:
    """What is to be stored: recipients, subject and bytes; none, and the row laid aside, if that is impossible."""
    try:
        notice = await outgoing(session, row, about, now=now)
        rendered = renderer.render(notice)
    except NoAddress as error:
        await lay_aside(session, row, "dropped", error, now=now)
    except Unrenderable as error:
        await lay_aside(session, row, "dead", error, now=now)
    else:
        return outbox.Letter(row.id, APART.join(notice.to), rendered.subject, rendered.message)
    return None


async def lay_aside(
    session: AsyncSession, row: Any, state: str, error: EngineError, *, now: datetime
) -> None:
    """A notice that cannot be sent says why and waits for a person."""
    await outbox.finish(
        await driver(await session.connection()),
        row.id,
        attempt=row.attempts,
        state=state,
        next_at=now,
        error=f"{error.code}: {error}",
    )


def _taken(row: Any, letter: outbox.Letter, *, now: datetime) -> Taken:
    return Taken(
        id=row.id,
        key=row.key,
        kind=row.kind,
        to=tuple(letter.to.split(APART)),
        message=letter.message,
        attempt=row.attempts,
        reference=row.payload.get("reference"),
        late=now - row.due_at,
    )


async def settle(connection: Any, taken: Taken, delivery: Delivery, *, now: datetime) -> bool:
    """Write what became of the try: sent, again later, or a dead letter; false if our lease had run out.

    `connection` is the driver's own.
    """
    for mail in delivery.gone:
        await mail_stops.bounced(connection, mail, now=now, detail=delivery.detail)
    finished = delivery.state is DeliveryState.PERMANENT or backoff.exhausted(taken.attempt)
    match delivery.state:
        case DeliveryState.SENT:
            return await outbox.finish(
                connection, taken.id, attempt=taken.attempt, state="sent", next_at=now, sent_at=now
            )
        case _ if finished:
            state, later = "dead", now
        case _:
            pause = backoff.wait(taken.key, taken.attempt, retry_after=delivery.retry_after)
            state, later = "waiting", now + pause
    return await outbox.finish(
        connection, taken.id, attempt=taken.attempt, state=state, next_at=later, error=delivery.detail
    )


async def resend(session: AsyncSession, notice_id: int, *, now: datetime) -> None:
    """Send a dead letter again: the same bytes under the same key."""
    if not await outbox.again(session, notice_id, now=now):
        raise NotFound(f"notice {notice_id} is no dead letter")
