"""`qingling ledger` and `qingling summary` on a database."""

import asyncio
import csv
import json
from pathlib import Path

import asyncpg
import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from engine.actions.assign import assign
from engine.model.words import Role
from qingling.commands.ledger import app as ledger
from qingling.commands.summary import app as summary
from tests.world import CUSTOMS, World

WEEK = ("--from", "2025-10-13", "--to", "2025-10-19")


@pytest.fixture
async def story(world: World, database_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two issues of a week long gone by the command's own clock, one of them dispatched."""
    monkeypatch.setenv("QINGLING_DATABASE_URL", database_url)
    world.now = world.now.replace(year=2025, month=10, day=14)
    first, _ = await world.report(), await world.report()
    await world.do(assign, first.id, lead=CUSTOMS, by=world.who(Role.ARBITRATOR))
    return world


async def run(app: typer.Typer, *arguments: str) -> Result:
    """The command, in a thread of its own: it brings its own event loop."""
    return await asyncio.to_thread(lambda: CliRunner().invoke(app, list(arguments)))


async def test_a_balance_in_all_and_by_agency(story: World):
    whole = await run(ledger, "balance", *WEEK)
    assert whole.exit_code == 0, whole.output
    assert whole.stdout.splitlines()[1].split() == ["total", "0", "2", "0", "0", "0", "0", "2"]
    parts = (await run(ledger, "balance", *WEEK, "--by", "agency")).stdout.splitlines()
    assert [line.split() for line in parts[1:]] == [
        ["-", "0", "2", "0", "0", "1", "0", "1"],
        [CUSTOMS, "0", "0", "0", "1", "0", "0", "1"],
    ]
    assert (await run(ledger, "balance", "--from", "2025-10-19", "--to", "2025-10-13")).exit_code == 2


async def test_the_recount_agrees_until_somebody_meddles(story: World, database_url: str):
    sound = await run(ledger, "recount", *WEEK)
    assert sound.exit_code == 0
    assert "opening 0 + new 2 + reopened 0 − off 0 = closing 2" in sound.stdout
    owner = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    await owner.execute("alter table ledger_entry disable trigger append_only")
    await owner.execute("delete from ledger_entry where movement = 'moved'")
    await owner.close()
    broken = await run(ledger, "recount", *WEEK)
    assert broken.exit_code == 1
    assert f"{CUSTOMS}/closing: ledger 0, events 1" in broken.stdout


async def test_a_summary_is_drawn_shown_and_proved(story: World):
    assert (await run(summary, "show", "--week", "2025-W42")).exit_code == 1
    drawn = await run(summary, "draw", "--week", "2025-W42")
    assert drawn.exit_code == 0, drawn.output
    assert "opening 0 + new 2 + reopened 0 − off 0 = closing 2" in drawn.stdout
    once, twice = [await run(summary, "show", "--week", "2025-W42", "--json") for _ in range(2)]
    assert once.stdout_bytes == twice.stdout_bytes
    told = json.loads(once.stdout)
    assert len(told["lists"][told["figures"]["balance"]["closing"]["key"]]) == 2
    checked = await run(summary, "check")
    assert checked.exit_code == 0
    assert checked.stdout.startswith("2025-W42  ") and checked.stdout.endswith(
        "  stands\n1 summaries, 0 with faults\n"
    )
    assert (await run(summary, "release", "--week", "2025-W42")).stdout == "2025-W42 released\n"
    assert (await run(summary, "release", "--week", "2025-W41")).exit_code == 1
    assert (await run(summary, "draw", "--week", "2025-54")).exit_code == 1
    assert (await run(summary, "draw", "--week", "2999-W01")).exit_code == 1


async def test_several_weeks_are_drawn_at_once(story: World):
    drawn = await run(summary, "draw", "--from", "2025-W42", "--to", "2025-W43")
    assert drawn.exit_code == 0, drawn.output
    assert "opening 0 + new 2" in drawn.stdout
    assert "opening 2 + new 0" in drawn.stdout
    assert "2 summaries, 0 with faults" in (await run(summary, "check")).stdout
    for wrong in (("--from", "2025-W43"), ("--from", "2025-W43", "--to", "2025-W42")):
        assert (await run(summary, "draw", *wrong)).exit_code == 2


async def test_a_number_opens_its_list_and_the_list_goes_along_as_a_file(story: World, tmp_path: Path):
    await run(summary, "draw", "--week", "2025-W42")
    shown = await run(summary, "list", "ledger/closing", "--week", "2025-W42")
    assert [line.split("  ")[1] for line in shown.stdout.splitlines()] == ["天津海关", "待派单"]
    for name in ("list.csv", "list.xlsx"):
        done = await run(summary, "list", "ledger/new", "--week", "2025-W42", "--to", str(tmp_path / name))
        assert done.exit_code == 0, done.output
    rows = list(csv.reader((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()))
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert rows[0][:3] == ["编号", "问题", "企业"] and len(rows) == 3
    assert [cell.value for cell in sheet[5]][:2] == rows[1][:2]
    assert (await run(summary, "list", "ledger/nothing", "--week", "2025-W42")).exit_code == 1
