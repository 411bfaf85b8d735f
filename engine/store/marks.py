"""Marks: facts about the database itself."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.duty import Mark

SAMPLE = "sample"
MAILBOX = "poll-mailbox"  # the last look into the mailbox: `at`, `failed` so often in a row, `ok_at`
Value = dict[str, Any]


async def read(session: AsyncSession, name: str) -> dict[str, Any] | None:
    """The mark of that name, if it was set."""
    value: dict[str, Any] | None = await session.scalar(select(Mark.value).where(Mark.name == name))  # type: ignore[call-overload]
    return value


async def is_sample(session: AsyncSession) -> bool:
    """Whether everything in this database is invented."""
    return await read(session, SAMPLE) is not None


async def write(session: AsyncSession, name: str, value: dict[str, Any]) -> None:
    """Set the mark."""
    statement = insert(Mark).values(name=name, value=value)
    await session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
