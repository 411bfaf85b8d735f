"""发布: a checked catalogue takes effect; what did not change keeps its version."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.agency import Agency
from engine.model.calendar import Almanac
from engine.model.channel import Channel
from engine.model.directory import Directory
from engine.model.policy import Ladder, Policies
from engine.model.publication import Publication
from engine.store import publications


async def publish_catalog(
    session: AsyncSession,
    *,
    directory: Directory,
    policies: Policies,
    ladder: Ladder,
    almanac: Almanac,
    by: str,
    now: datetime,
    note: str = "",
) -> list[Publication]:
    """Store the new versions and bring the agencies and channels that rows refer to up to date."""
    await keep_agencies(session, directory)
    await keep_channels(session, directory)
    parts: dict[str, BaseModel] = {
        "directory": directory,
        "policies": policies,
        "ladder": ladder,
        "calendar": almanac,
    }
    return [
        await publications.add(session, kind, content(value), by=by, now=now, note=note)
        for kind, value in parts.items()
    ]


def content(value: BaseModel) -> dict[str, object]:
    """The value as JSON; its version is the publication's, not the content's."""
    return value.model_dump(mode="json", exclude={"version"})


async def keep_agencies(session: AsyncSession, directory: Directory) -> None:
    """Add new agencies, rename known ones; none is ever deleted, since old issues name them."""
    for one in directory.agencies:
        through = directory.through(one.key)
        values = {
            "key": one.key,
            "name": one.name,
            "short_name": one.short_name,
            "english_name": one.english_name,
            "kind": one.kind,
            "outside_city": one.outside_city,
            "through": through.key if through else None,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
        }
        changed = {name: value for name, value in values.items() if name != "key"}
        statement = insert(Agency).values(**values, mail="")
        await session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=changed))


async def keep_channels(session: AsyncSession, directory: Directory) -> None:
    """The same for channels; one that is gone from the directory takes no more reports."""
    for one in directory.channels:
        values = {
            "key": one.key,
            "name": one.name,
            "kind": one.kind,
            "owner": one.owner,
            "account": one.account,
            "active": True,
        }
        changed = {name: value for name, value in values.items() if name != "key"}
        statement = insert(Channel).values(**values)
        await session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=changed))
    gone = col(Channel.key).not_in([one.key for one in directory.channels])
    await session.execute(update(Channel).where(gone).values(active=False))
