"""A changed catalogue takes effect as it was shown, or not at all."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from engine.database import Database
from engine.errors import Conflict
from engine.model.channel import Channel
from engine.model.directory import Directory
from engine.store import publications
from qingling.publishing import pending, publish
from tests.catalog.conftest import CATALOGUE
from tests.catalog.test_faults import change
from tests.world import instant

NOW = instant("2026-10-12 09:00")


async def in_force(database: Database) -> Directory:
    """The directory that verbs see."""
    async with database.transaction() as session:
        return Directory.model_validate((await publications.required(session, "directory")).content)


async def test_a_first_publication_and_the_next(
    database: Database, folder: Path, directory: Directory
) -> None:
    first = await pending(database, CATALOGUE)
    assert [one.split(":")[0] for one in first.changes] == [
        "+ directory",
        "+ policies",
        "+ ladder",
        "+ calendar",
    ]
    await publish(database, first, by="admin", now=NOW, note="first")
    assert (await in_force(database)).digest == directory.digest
    assert (await pending(database, CATALOGUE)).changes == ()

    change(folder, "channels.yaml", "key: maritime-hotline", "key: sea-hotline")
    shown = await pending(database, folder)
    assert list(shown.changes) == [
        "- channel maritime-hotline 海事服务热线",
        "+ channel sea-hotline 海事服务热线",
    ]
    versions = await publish(database, shown, by="admin", now=NOW, note="a new number")
    assert {one.kind: one.version for one in versions} == {
        "directory": 2,
        "policies": 1,
        "ladder": 1,
        "calendar": 1,
    }
    async with database.transaction() as session:
        closed = await session.execute(select(Channel.key).where(col(Channel.active).is_(False)))
        assert closed.scalars().all() == ["maritime-hotline"]


async def test_what_was_shown_is_stale_once_another_has_published(database: Database, folder: Path) -> None:
    await publish(database, await pending(database, CATALOGUE), by="admin", now=NOW, note="")
    change(folder, "channels.yaml", "account: tiffa1994", "account: tiffa2026")
    mine = await pending(database, folder)
    change(folder, "channels.yaml", "account: tiffa2026", "account: tiffa2027")
    await publish(database, await pending(database, folder), by="other", now=NOW, note="")
    with pytest.raises(Conflict, match="published meanwhile"):
        await publish(database, mine, by="admin", now=NOW, note="")
    assert "tiffa2027" in {one.account for one in (await in_force(database)).channels}
