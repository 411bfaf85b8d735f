"""The doctor says what is not well and what to do."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.database import Database
from engine.mail import imap_server
from engine.store import duties
from flows.checkup import Finding, checkup
from flows.runtime import Runtime
from tests.faults.installation import free_port
from tests.flows import rows
from tests.flows.wired import Hand, Postbox, use
from tests.world import World

pytestmark = pytest.mark.usefixtures("inhabited")


async def looked(wired: Runtime) -> dict[str, Finding]:
    return {one.part: one for one in await checkup(wired)}


async def well(database: Database, tmp_path: Path) -> tuple[Hand, Runtime]:
    world = await World.open(database)
    hand = Hand(world.now)
    async with database.statement() as connection:
        for name in ("watch-clocks", "deliver", "seal-trail"):
            await duties.beat(connection, name, at=hand.time, mode="prefect")
    wired = use(database, hand, Postbox(), folder=tmp_path)
    return hand, replace(wired, settings=wired.settings)


async def test_a_sound_installation_is_found_well(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    _, wired = await well(database, tmp_path)
    found = await looked(wired)
    assert [part for part, one in found.items() if not one.well] == ["Prefect"]  # none runs beside this test


async def test_silence_dead_letters_and_late_work_are_named_with_a_remedy(
    database: Database, tmp_path: Path
) -> None:
    hand, wired = await well(database, tmp_path)
    await rows.a_notice(database, "k", at=hand.time)
    hand.later(minutes=2)
    found = await looked(wired)
    assert not found["duties"].well
    assert "watch-clocks" in found["duties"].seen
    assert not found["outbox"].well
    assert all(one.remedy for one in found.values() if not one.well)
    async with database.statement() as connection:
        await connection.execute("update notice set state = 'dead', error = '550 unknown'")
    assert "550 unknown" in (await looked(wired))["outbox"].seen


async def test_a_mailbox_that_cannot_be_read_is_named_with_what_to_do(
    database: Database, tmp_path: Path
) -> None:
    _, wired = await well(database, tmp_path)
    assert (await looked(wired))["mailbox"].well
    wired = replace(wired, mailbox=imap_server(f"imap://u:secret@127.0.0.1:{free_port()}"))
    found = (await looked(wired))["mailbox"]
    assert not found.well and "cannot be read" in found.seen and "QINGLING_IMAP_URL" in found.remedy
    assert "secret" not in found.seen + found.remedy


async def test_a_step_set_aside_is_shown(database: Database, tmp_path: Path) -> None:
    hand, wired = await well(database, tmp_path)
    issue = await an_issue_with_a_failed_step(database, hand)
    assert issue
    assert "1 steps were set aside" in (await looked(wired))["clocks"].seen


async def an_issue_with_a_failed_step(database: Database, hand: Hand) -> int:
    async with database.statement() as connection:
        channel = await connection.fetchval("select key from channel limit 1")
        agency = await connection.fetchval("select key from agency limit 1")
    issue = await rows.an_issue(database, 1, at=hand.time, lead=agency, channel=channel)
    due = hand.time + timedelta(days=1)
    clock = await rows.a_clock(database, issue, started=hand.time, due=due)
    await rows.a_step(database, issue, clock, step="red", at=due, due=due)
    async with database.statement() as connection:
        await connection.execute("update clock_step set state = 'failed'")
    return issue
