"""Taking notices from the outbox and settling what became of them: two transactions around each sending (DESIGN D8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine.database import driver
from engine.errors import EngineError, NotFound, Unrenderable
from engine.model.words import Audience
from engine.ports import Delivery, DeliveryState, Outgoing, Renderer
from engine.rules import backoff
from engine.store import mail_stops, outbox, recipients

LEASE = timedelta(minutes=2)  # longer than the slowest try; a taker that died is replaced after it
RECEIVER = "webhook:"  # before a receiver's id, where others have an address
NAMED = ("agency", "lead", "suggests", "through")  # facts that hold an agency's key


class NoAddress(EngineError):
    """Nobody of the audience can be written to."""

    code = "no_address"


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
    taken = []
    for row in await outbox.claim(session, now=now, until=now + lease, limit=limit, holder=holder):
        try:
            to, message = await ready(session, row, renderer, now=now)
        except NoAddress as error:
            await lay_aside(session, row, "dropped", error, now=now)
        except Unrenderable as error:
            await lay_aside(session, row, "dead", error, now=now)
        else:
            taken.append(_taken(row, to, message, now=now))
    return taken


async def ready(
    session: AsyncSession, row: Any, renderer: Renderer, *, now: datetime
) -> tuple[tuple[str, ...], bytes]:
    """Recipients and bytes, from the row or made now."""
    if row.message is not None:
        return tuple(row.to.split(", ")), bytes(row.message)
    notice = await outgoing(session, row, now=now)
    rendered = renderer.render(notice)
    to = ", ".join(notice.to)
    await outbox.keep(session, row.id, to=to, subject=rendered.subject, message=rendered.message)
    return notice.to, rendered.message


async def outgoing(session: AsyncSession, row: Any, *, now: datetime) -> Outgoing:
    """The notice with its addresses, and the facts that wording needs beside those frozen with the event."""
    to, locale, found = await _addressed(session, row, now=now)
    if not to:
        raise NoAddress(f"nobody of {row.audience} {row.party or ''} left an address that can be written to")
    names = await recipients.agency_names(
        session, sorted({*agencies(row.payload), *([row.party] if row.party else [])})
    )
    dues = await recipients.dues(session, row.issue_id, row.event_id) if row.issue_id else {}
    return Outgoing(
        id=row.id,
        key=row.key,
        kind=row.kind,
        audience=row.audience,
        party=row.party,
        reference=row.payload.get("reference"),
        payload={**row.payload, **found, "agencies": names, "dues": dues},
        to=to,
        locale=locale,
        created_at=row.created_at,
    )


async def _addressed(
    session: AsyncSession, row: Any, *, now: datetime
) -> tuple[tuple[str, ...], str, dict[str, str]]:
    """Addresses, language, and the follow code if the audience follows by one; several reporters get one each."""
    if row.audience == Audience.RECEIVER:
        return (f"{RECEIVER}{row.party}",), "zh", {}
    if row.audience != Audience.ENTERPRISE:
        found = await recipients.recipients(session, Audience(row.audience), row.party)
        locales = {one.locale for one in found} - {""}
        return tuple(one.mail for one in found), locales.pop() if len(locales) == 1 else "zh", {}
    behind = await recipients.reporters(session, row.issue_id, row.party)
    if len(behind) > 1:
        await outbox.narrow(session, row.id, [str(one.report_id) for one in behind], now=now)
    codes = {"follow_code": behind[0].follow_code} if behind else {}
    return tuple(one.address for one in behind[:1]), "zh", codes


def agencies(facts: Mapping[str, Any]) -> Iterator[str]:
    """The keys of agencies that facts mention."""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from agencies(value)
        elif name in NAMED and isinstance(value, str):
            yield value


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


def _taken(row: Any, to: tuple[str, ...], message: bytes, *, now: datetime) -> Taken:
    return Taken(
        id=row.id,
        key=row.key,
        kind=row.kind,
        to=to,
        message=message,
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
