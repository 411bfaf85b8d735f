"""Every duty of the timetable, killed in the middle of its work and done again: as if it had never been killed."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.actions.assign import assign
from engine.actions.claim import claim
from engine.actions.reply import reply
from engine.actions.requests import shelve
from engine.database import Database
from engine.model.words import Role
from engine.postgres import EmbeddedPostgres
from engine.settings import ROOT
from flows import poll_mailbox
from flows.timetable import TIMETABLE, Duty
from intake.mail.take import OTHER, REFUSED, TAKEN
from tests.conftest import SERVICE, copied
from tests.intake.letters import letter
from tests.mailboxes import Box, Imapd
from tests.world import PORT, TAX, World, instant

FULL = "everything_due"  # the database in which every duty has something to do
NOW = instant("Mon 2026-10-19 10:00")
SHARES = (0.35, 0.7)  # of the messages of an undisturbed run: where it is killed, one after the other
FACTS = {  # numbers that a killed process drew and never used are drawn by nobody else: only their order is compared
    "events": "select dense_rank() over (order by issue_id), seq, kind from event order by 1, 2",
    "notices": "select regexp_replace(key, '^event-[0-9]+', 'event'), state from notice order by 1, 2",
    "steps": "select dense_rank() over (order by clock_id), step, ordinal, due_at, state from clock_step order by 1, 2, 3, 4",
    "issues": "select row_number() over (order by id), status, version, heat from issue order by 1",
    "callbacks": "select dense_rank() over (order by issue_id), round, attempts from callback order by 1, 2",
}
TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"


class Doer:
    """The process that does duties, told by lines."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def do(self, duty: Duty, url: str, folder: Path, box: Box, *, after: int = 0) -> str:
        """One run in a child of its own; what became of it."""
        told = {"duty": duty.name, "url": url, "folder": str(folder), "imap": box.url, "now": NOW.isoformat()}
        line = json.dumps({**told, "after": after}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        return await self.answer()

    async def answer(self) -> str:
        """The next line."""
        assert self.process.stdout is not None
        return (await asyncio.wait_for(self.process.stdout.readline(), 120)).decode().strip()


@pytest.fixture(scope="module")
async def doer() -> AsyncIterator[Doer]:
    """Started once: what it imports takes longer than what it does."""
    pipe = asyncio.subprocess.PIPE
    line = (sys.executable, "-m", "tests.faults.doer")
    process = await asyncio.create_subprocess_exec(*line, cwd=ROOT, stdin=pipe, stdout=pipe)
    made = Doer(process)
    assert await made.answer() == "ready"
    yield made
    process.kill()
    await process.wait()


@pytest.fixture(scope="module")
async def full(postgres: EmbeddedPostgres, settled: str) -> AsyncIterator[str]:
    """A port in which, two weeks later, something is due for every duty."""
    async with copied(postgres, settled, FULL):
        database = Database(postgres.url(FULL, role=SERVICE))
        await story(await World.open(database))
        await database.close()
        yield FULL


async def story(world: World) -> None:
    """Issues in many states, then silence until everything is overdue."""
    for agency in (PORT, TAX):
        issue = await world.report()
        await world.do(assign, issue.id, lead=agency, by=world.operator())
        await world.do(claim, (await world.lead(issue)).id, by=world.handler(agency))
    await world.do(reply, (await world.lead(issue)).id, text="已办结。", by=world.handler(TAX))
    parked = await world.report()
    await world.do(assign, parked.id, lead=PORT, by=world.operator())
    await world.do(claim, (await world.lead(parked)).id, by=world.handler(PORT))
    late = {"reason": "待上级批复", "review_at": instant("2026-10-16 09:00")}
    await world.do(shelve, parked.id, **late, by=world.who(Role.TASK_FORCE))
    unclaimed = await world.report()
    await world.do(assign, unclaimed.id, lead=TAX, by=world.operator())
    await world.report()


@pytest.fixture(scope="module")
def imapd() -> Iterator[Imapd]:
    """Where letters wait."""
    server = Imapd()
    server.start()
    yield server
    server.stop()


def mailbox(imapd: Imapd) -> Box:
    """A mailbox with letters that become reports, one that answers nothing, and one that says nothing."""
    box = imapd.box()
    away, mute = (
        letter(number="3@x.test", Auto_Submitted="auto-replied"),
        letter("", subject="", number="4@x.test"),
    )
    box.put(letter(), letter(number="2@x.test", files=(("提单.pdf", b"%PDF-1.7"),)), away, mute, at=NOW)
    return box


async def found(url: str, folder: Path, box: Box) -> dict[str, Any]:
    """What stands in the ledger and in the mailboxes, without what is drawn or measured."""
    database = Database(url)
    async with database.transaction() as session:
        facts: dict[str, Any] = {
            name: [tuple(row) for row in await session.execute(text(sql))] for name, sql in FACTS.items()
        }
        for table in (await session.execute(text(TABLES))).scalars().all():
            facts[f"rows of {table}"] = await session.scalar(text(f'select count(*) from "{table}"'))
    await database.close()
    facts["letters"] = letters(folder)
    facts["folders"] = {name: box.subjects(name) for name in ("INBOX", TAKEN, OTHER, REFUSED)}
    return facts


def letters(folder: Path) -> list[str]:
    """The names of the files in a mailbox: each is a key."""
    return sorted(one.name for one in folder.rglob("*.eml"))


@pytest.mark.parametrize("duty", TIMETABLE, ids=lambda duty: duty.name)
async def test_a_duty_killed_in_the_middle_is_done_once(
    duty: Duty, doer: Doer, full: str, postgres: EmbeddedPostgres, imapd: Imapd, tmp_path: Path
) -> None:
    once, again = mailbox(imapd), mailbox(imapd)
    async with copied(postgres, full, "whole"), copied(postgres, full, "killed"):
        whole, killed = (postgres.url(name, role=SERVICE) for name in ("whole", "killed"))
        messages = int(await doer.do(duty, whole, tmp_path / "whole", once))
        assert bool(once.subjects(TAKEN)) == (duty.name == poll_mailbox.NAME)
        for share in SHARES:
            ended = await doer.do(
                duty, killed, tmp_path / "killed", again, after=max(1, int(messages * share))
            )
            assert ended == "killed" or ended.isdigit()
        assert (await doer.do(duty, killed, tmp_path / "killed", again)).isdigit()
        assert await found(killed, tmp_path / "killed", again) == await found(whole, tmp_path / "whole", once)
