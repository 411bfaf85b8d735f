"""Addresses to which no more mail goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.notice import MailStop

BOUNCED = """
insert into mail_stop (mail, why, at, detail) values (lower($1), 'bounced', $2, $3) on conflict (mail) do nothing
"""


async def bounced(connection: Any, mail: str, *, now: datetime, detail: str) -> None:
    """Its server says that there is no such address; `connection` is the driver's own."""
    await connection.execute(BOUNCED, mail, now, detail)


async def unsubscribed(session: AsyncSession, mail: str, *, now: datetime) -> None:
    """Its owner wants no more mail; a second time changes nothing."""
    values = {"mail": mail.lower(), "why": "unsubscribed", "at": now, "detail": ""}
    await session.execute(insert(MailStop).values(values).on_conflict_do_nothing())


async def lifted(session: AsyncSession, mail: str) -> None:
    """Mail goes to it again."""
    await session.execute(delete(MailStop).where(col(MailStop.mail) == mail.lower()))


async def stops(session: AsyncSession, mails: Sequence[str]) -> dict[str, MailStop]:
    """Those of the addresses that are stopped, by the address as it was given."""
    statement = select(MailStop).where(col(MailStop.mail).in_([one.lower() for one in mails if one]))
    found = {one.mail: one for one in (await session.execute(statement)).scalars()}
    return {one: found[one.lower()] for one in mails if one.lower() in found}
