"""Notices of one batch made ready to be worded: addresses, names and due times that several share are read once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine.errors import EngineError
from engine.model.words import Audience
from engine.ports import Outgoing
from engine.store import outbox, recipients
from engine.store.recipients import Recipient

RECEIVER = "webhook:"  # before a receiver's id, where others have an address
NAMED = ("agency", "lead", "suggests", "through")  # facts that hold an agency's key


class NoAddress(EngineError):
    """Nobody of the audience can be written to."""

    code = "no_address"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the facts frozen with the events: names by agency, due times by notice, addresses as asked."""

    names: Mapping[str, Mapping[str, str]]
    dues: Mapping[int, Mapping[str, str]]
    reached: dict[tuple[str, str | None], Sequence[Recipient]] = field(default_factory=dict)


async def known(session: AsyncSession, rows: Sequence[Any]) -> Known:
    """Read for a whole batch; programs are told facts alone."""
    read = [row for row in rows if row.audience != Audience.RECEIVER]
    keys = {key for row in read for key in (*agencies(row.payload), row.party) if key}
    about = [(row.id, row.issue_id, row.event_id) for row in read if row.issue_id]
    return Known(
        names=await recipients.agency_names(session, sorted(keys)),
        dues=await recipients.dues(session, about),
    )


async def outgoing(session: AsyncSession, row: Any, about: Known, *, now: datetime) -> Outgoing:
    """The notice with its addresses, and the facts that wording needs beside those frozen with the event."""
    to, locale, found = await _addressed(session, row, about, now=now)
    if not to:
        raise NoAddress(f"nobody of {row.audience} {row.party or ''} left an address that can be written to")
    return Outgoing(
        id=row.id,
        key=row.key,
        kind=row.kind,
        audience=row.audience,
        party=row.party,
        reference=row.payload.get("reference"),
        payload={**row.payload, **found, "agencies": about.names, "dues": about.dues.get(row.id, {})},
        to=to,
        locale=locale,
        created_at=row.created_at,
    )


async def _addressed(
    session: AsyncSession, row: Any, about: Known, *, now: datetime
) -> tuple[tuple[str, ...], str, dict[str, str]]:
    """Addresses, language, and the follow code if the audience follows by one; several reporters get one each."""
    if row.audience == Audience.RECEIVER:
        return (f"{RECEIVER}{row.party}",), "zh", {}
    if row.audience == Audience.SENDER:
        return await recipients.sender(session, row.party), "zh", {}
    if row.audience != Audience.ENTERPRISE:
        found = await _of_the_house(session, row, about)
        locales = {one.locale for one in found} - {""}
        return tuple(one.mail for one in found), locales.pop() if len(locales) == 1 else "zh", {}
    behind = await recipients.reporters(session, row.issue_id, row.party)
    if len(behind) > 1:
        await outbox.narrow(session, row.id, [str(one.report_id) for one in behind], now=now)
    codes = {"follow_code": behind[0].follow_code} if behind else {}
    return tuple(one.address for one in behind[:1]), "zh", codes


async def _of_the_house(session: AsyncSession, row: Any, about: Known) -> Sequence[Recipient]:
    """Those behind an audience, looked up once in a batch."""
    audience = (row.audience, row.party)
    if audience not in about.reached:
        about.reached[audience] = await recipients.recipients(session, Audience(row.audience), row.party)
    return about.reached[audience]


def agencies(facts: Mapping[str, Any]) -> Iterator[str]:
    """The keys of agencies that facts mention."""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from agencies(value)
        elif name in NAMED and isinstance(value, str):
            yield value
