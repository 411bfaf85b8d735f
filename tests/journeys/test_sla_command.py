"""`qingling sla` on a database: explain, replay, what if."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from qingling.commands.calendar import app as calendar_app
from qingling.commands.sla import app
from tests.journeys.test_time import a_life, reply_due
from tests.rules.time_story import FOLDER
from tests.world import World


@pytest.fixture
def address(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """This test's database, as the command line finds it."""
    monkeypatch.setenv("QINGLING_DATABASE_URL", database_url)
    return database_url


async def run(*arguments: str) -> Result:
    """The command, in a thread of its own: it brings its own event loop."""
    return await asyncio.to_thread(lambda: CliRunner().invoke(app, list(arguments)))


async def test_a_deadline_is_explained_day_by_day(world: World, address: str) -> None:
    issue = await a_life(world)
    done = await run("explain", issue.reference)
    assert done.exit_code == 0, done.output
    assert "by reply-normal v1" in done.stdout
    assert "2026-12-29 周二       0  stood" in done.stdout
    assert "2027-01-01 周五       0  holiday" in done.stdout and "[office v1 *]" in done.stdout
    assert "= 7 counted, 0 left, late 0 times  (provisional)" in done.stdout
    assert (
        "claim/1/1" not in done.stdout
        and "claim/1/1" in (await run("explain", issue.reference, "--all")).stdout
    )
    assert (await run("explain", "QL-000000-000000")).exit_code == 1


async def test_replay_says_how_many_clocks_it_proved(world: World, address: str) -> None:
    await a_life(world)
    done = await run("replay")
    assert done.exit_code == 0 and done.stdout.startswith("1 issues, ") and ", 0 differences" in done.stdout
    async with world.database.transaction() as session:
        await session.execute(text("update clock set body = body || '{\"left\": 99}' where target = 'reply'"))
    broken = await run("replay")
    assert broken.exit_code == 1 and "left 99 -> " in broken.stdout and ", 2 differences" in broken.stdout


async def test_what_if_the_limit_were_one_day(world: World, address: str, tmp_path: Path) -> None:
    issue = await a_life(world)
    draft = tmp_path / "draft.yaml"
    port = (FOLDER / "policies.yaml").read_text(encoding="utf-8")
    draft.write_text(port.replace("promise: {elapsed: 120}", "promise: {elapsed: 60}"), encoding="utf-8")
    same = await run("whatif", "--policy", str(draft), "--from", "2026-12-28", "--to", "2026-12-29")
    assert same.exit_code == 0 and same.stdout == "1 issues replayed\n"
    draft.write_text(port.replace("promise: {workdays: 5}", "promise: {workdays: 1}"), encoding="utf-8")
    moved = await run("whatif", "--policy", str(draft))
    assert "reply" in moved.stdout and "due times move" in moved.stdout, issue.reference
    none = await run("whatif", "--policy", str(draft), "--from", "2027-06-01")
    assert none.stdout == "0 issues replayed\n"
    draft.write_text("policies: []\n", encoding="utf-8")
    refused = await run("whatif", "--policy", str(draft))
    assert refused.exit_code == 1 and "no policy promises reply for normal" in refused.stderr


async def test_a_notice_is_shown_then_published_and_moves_its_deadlines(
    world: World, address: str, tmp_path: Path
) -> None:
    issue = await a_life(world)
    notice = tmp_path / "2027.csv"
    notice.write_text(
        "from,to,type,label\n2027-01-01,2027-01-04,off,元旦\n2027-10-01,2027-10-07,off,国庆节\n",
        encoding="utf-8",
    )

    async def publish(*more: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, calendar_app, ["publish", str(notice), *more])

    shown = await publish()
    line = f"{issue.reference} reply/1/1: 2027-01-08 17:30 * -> 2027-01-11 17:30"
    assert shown.exit_code == 0, shown.output
    assert "2027-01-04  班→休  元旦" in shown.stdout and line in shown.stdout
    assert "nothing was published" in shown.stdout
    assert await reply_due(world, issue) == "01-08 17:30"
    done = await publish("--yes")
    assert line in done.stdout and "calendar version 2 is in force" in done.stdout
    assert await reply_due(world, issue) == "01-11 17:30"
    again = await publish("--yes")
    assert "0 deadlines" in again.stdout and "calendar version 2 is in force" in again.stdout
    assert (await run("replay")).exit_code == 0
