"""The trail is sealed, verified and exported; who changes it, cuts it or rewrites it is found out."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import select
from sqlmodel import col

from engine.database import Database
from engine.errors import Conflict
from engine.model.chain import Breach, Link
from engine.model.notice import Notice
from engine.rules.chain import link_hash
from engine.store import seals
from flows.duties import audit, sealing
from flows.runtime import Runtime
from qingling import trail
from qingling.trail import verify, write
from tests.flows.wired import Hand, Postbox, use
from tests.world import World

pytestmark = pytest.mark.usefixtures("inhabited")

Tampering = Callable[[Any], Awaitable[object]]


async def told(database: Database, folder: Path) -> tuple[World, Hand, Runtime]:
    """Two issues reported, sealed one after the other, and a third not yet sealed."""
    world = await World.open(database)
    hand = Hand(world.now)
    wired = use(database, hand, Postbox(), data=folder)
    for _ in range(2):
        await world.report()
        hand.later(seconds=6)
        assert (await sealing.run(wired)).counts["seals"] == 1
    await world.report()
    return world, hand, wired


async def exported(database: Database, to: Path) -> Path:
    with to.open("w") as out:
        async with database.statement() as connection:
            await write(connection, out)
    return to


async def by_owner(database_url: str, tamper: Tampering) -> None:
    """What somebody does who owns the database and has switched its guards off."""
    keeper = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    await keeper.execute("alter table event disable trigger user")
    await keeper.execute("alter table seal disable trigger user")
    await tamper(keeper)
    await keeper.close()


async def test_a_seal_is_made_when_something_is_recorded_and_covers_all_of_it_once(
    database: Database, tmp_path: Path
) -> None:
    _, hand, wired = await told(database, tmp_path)
    due = await sealing.due_next(wired)
    assert due is not None and due - hand.time <= sealing.EVERY
    hand.later(seconds=6)
    await sealing.run(wired)
    assert await sealing.due_next(wired) is None
    assert (await sealing.run(wired)).idle
    async with database.statement() as connection:
        made = await seals.every(connection)
        assert await seals.breaches(connection) == []
    assert [one.no for one in made] == [1, 2, 3]
    assert sum(one.count for one in made) == 3
    assert oct((tmp_path / "seal.key").stat().st_mode)[-3:] == "600"


async def test_an_export_is_verified_without_the_database(database: Database, tmp_path: Path) -> None:
    _, _, wired = await told(database, tmp_path)
    await audit.run(wired)
    key, roots = (tmp_path / "seal.key").read_bytes(), list((tmp_path / "roots").glob("*.json"))
    found = verify(await exported(database, tmp_path / "trail.jsonl"), roots=roots, key=key)
    assert (found.events, found.issues, found.seals, found.unsealed) == (3, 3, 2, 1)
    assert found.breaches == []
    assert len(roots) == 1
    wrong = verify(tmp_path / "trail.jsonl", roots=roots, key=b"another")
    assert {one.code for one in wrong.breaches} == {"seal_other_key", "root_forged"}


async def changed(keeper: Any) -> None:
    await keeper.execute("""update event set data = data || '{"kind": "suggestion"}' where issue_id = 1""")


async def removed(keeper: Any) -> None:
    await keeper.execute("alter table ledger_entry disable trigger user")
    for table in ("clock_step", "clock", "ledger_entry", "notice", "event"):
        await keeper.execute(f"delete from {table} where issue_id = 2")


async def rewritten(keeper: Any) -> None:
    """Hashes and seals made anew over a changed event; only the signatures cannot be."""
    await keeper.execute("alter table event add column kept bytea")
    await keeper.execute(f"""
        update event set by_name = 'nobody' where issue_id = 1;
        update event set hash = sha256(convert_to({seals.CANONICAL}, 'UTF8')) where seq = 1;
        update seal set root = x.root from (
          select s.no, sha256(string_agg(e.hash, ''::bytea order by e.xid, e.id)) as root
          from seal s join event e on e.xid >= s.first_xid::text::xid8 and e.xid < s.until_xid::text::xid8
          group by 1) x where x.no = seal.no""")


@pytest.mark.parametrize(
    ("tamper", "breach"),
    [
        (changed, Breach("event_changed", {"issue": "#1", "seq": 1})),
        (removed, Breach("seal_count", {"no": 2, "covers": 1, "found": 0})),
        (rewritten, Breach("seal_changed", {"no": 1})),
    ],
)
async def test_tampering_is_found_by_night_and_offline(
    database: Database, database_url: str, tmp_path: Path, tamper: Tampering, breach: Breach
) -> None:
    _, hand, wired = await told(database, tmp_path)
    await by_owner(database_url, tamper)
    done = await audit.run(wired)
    assert {one["code"] for one in done.findings} >= {"trail_broken"}
    assert "留痕链条不完整" in done.facts()["findings"]["zh"][0]
    assert breach in verify(await exported(database, tmp_path / "trail.jsonl")).breaches
    async with database.transaction() as session:
        notices = (await session.execute(select(Notice).where(col(Notice.kind) == "findings"))).scalars()
        assert [(one.audience, one.payload["check"]) for one in notices] == [("admins", "audit")]
    hand.later(hours=1)
    await audit.run(wired)
    async with database.transaction() as session:
        again = (await session.execute(select(Notice.key).where(col(Notice.kind) == "findings"))).all()
    assert len(again) == 1


async def test_a_restored_dump_is_told_from_a_quiet_night(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    _, _, wired = await told(database, tmp_path)

    async def ahead(keeper: Any) -> None:
        await keeper.execute("update seal set until_xid = until_xid + 1000000 where no = 2")

    await by_owner(database_url, ahead)
    with pytest.raises(Conflict, match="restored from a dump"):
        await sealing.run(wired)


async def test_the_canonical_text_is_the_triggers(database: Database, tmp_path: Path) -> None:
    await told(database, tmp_path)
    async with database.statement() as connection, connection.transaction():
        found: list[Link] = [one async for one in seals.events(connection)]
    assert all(link_hash(b"", one.text) == one.hash for one in found)
    assert json.loads(found[0].text)[2] == "registered"


def test_what_is_no_export_is_refused_by_line(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("hello\n")
    with pytest.raises(trail.Unreadable, match="line 1 is no JSON"):
        verify(tmp_path / "a")
    (tmp_path / "b").write_text("{}\n")
    with pytest.raises(trail.Unreadable, match="how an export of the trail begins"):
        verify(tmp_path / "b")


async def test_the_audit_is_due_once_a_night_and_made_up_for(database: Database, tmp_path: Path) -> None:
    _, hand, wired = await told(database, tmp_path)
    due = await audit.due_next(wired)
    assert due is not None and due < hand.time
    done = await audit.run(wired)
    assert done.findings == []
    assert done.late == timedelta()
    following = await audit.due_next(wired)
    assert following is not None and following > hand.time
    assert following.astimezone(wired.settings.timezone).strftime("%H:%M") == "02:30"
    hand.later(days=1)
    assert timedelta(hours=6) < (await audit.run(wired)).late < timedelta(hours=7)
