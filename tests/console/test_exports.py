"""Lists to take along: the same lines as the page, under the same permissions and filters, harmless in a spreadsheet."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from engine.actions.assign import assign
from engine.actions.draw_summary import draw_summary
from engine.database import Database
from engine.model.words import Kind, Role
from notifiers.documents import export
from tests.wire import Wire
from tests.world import COMMERCE, CUSTOMS, instant

NASTY = "=cmd|'/c calc'"


@pytest.fixture
async def wire(database: Database) -> AsyncIterator[Wire]:
    async with Wire.open(database) as made:
        yield made


async def rows(client, path: str) -> list[list[str]]:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def filled(wire: Wire) -> None:
    """Two led by customs, one of them nasty, one by commerce, and a tip-off not dispatched."""
    world = wire.world
    for text, lead, urgency in (
        (NASTY, CUSTOMS, "urgent"),
        ("冻肉滞港三天。", CUSTOMS, "normal"),
        ("标签整改。", COMMERCE, "normal"),
    ):
        issue = await world.report(text, urgency=urgency)
        await world.do(assign, issue.id, lead=lead, reason="职责", by=world.who(Role.ARBITRATOR))
    await world.report("举报收取不合理费用。", kind=Kind.TIP_OFF, enterprise="天津告发贸易有限公司")


async def test_a_list_is_taken_along_as_its_page_shows_it(wire: Wire) -> None:
    await filled(wire)
    arbitrator, _ = await wire.browser("arbitrator")
    head, *lines = await rows(arbitrator, "/export/issues.csv")
    assert head[:3] == ["编号", "问题", "企业"]
    assert len(lines) == 4
    assert lines[-1][1].startswith("'=cmd")
    assert "告发" not in str(lines)
    assert len(await rows(arbitrator, "/export/issues.csv?urgency=urgent")) == 2
    assert len(await rows(arbitrator, "/export/triage.csv")) == 2
    handler, _ = await wire.browser(f"handler.{COMMERCE}")
    assert len(await rows(handler, "/export/inbox.csv")) == 2
    assert len(await rows(handler, "/export/issues.csv?status=any")) == 2  # what is not theirs is not there
    assert (await handler.get("/export/triage.csv")).status_code == 403
    assert (await handler.get("/export/people.csv")).status_code == 404
    visitor = await wire.client()
    assert (await visitor.get("/export/issues.csv")).status_code == 401


async def test_a_workbook_holds_text_as_text_and_times_as_times(wire: Wire) -> None:
    await filled(wire)
    arbitrator, _ = await wire.browser("arbitrator")
    answer = await arbitrator.get("/export/issues.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    last = list(sheet.rows)[-1]
    assert (last[1].value, last[1].data_type) == (NASTY, "s")
    assert last[9].is_date


async def test_a_figures_list_and_the_api_say_the_same(wire: Wire) -> None:
    await filled(wire)
    world = wire.world
    world.now += timedelta(days=5)
    async with world.database.transaction() as session:
        now = instant("Mon 2026-10-12 08:30")
        drawn = await draw_summary(session, week="2026-W41", now=now, rules=world.rules)
    task_force, _ = await wire.browser("taskforce")
    by_page = await rows(task_force, "/export/summaries.csv?week=2026-W41&key=ledger/new")
    program = await wire.program("taskforce")
    by_api = await program.get("/api/v1/exports/summaries/2026-W41", params={"key": "ledger/new"})
    read = csv.reader(io.StringIO(by_api.content.decode("utf-8-sig"), newline=""))
    assert list(read) == by_page
    assert len(by_page) - 1 == drawn.figures["balance"]["new"]["n"] == 4
    assert (await task_force.get("/export/summaries.csv?week=2026-W41&key=no/such")).status_code == 404
    listed = await program.get("/api/v1/exports/issues", params={"lead": CUSTOMS, "format": "xlsx"})
    assert load_workbook(io.BytesIO(listed.content)).active.max_row == 4 + 2


async def test_a_list_too_long_for_a_workbook_is_refused_and_flows_as_csv(monkeypatch, wire: Wire) -> None:
    await filled(wire)
    monkeypatch.setattr(export, "MOST", 3)
    monkeypatch.setattr("engine.store.whole_lists.STRETCH", 2)
    arbitrator, _ = await wire.browser("arbitrator")
    assert (await arbitrator.get("/export/issues.xlsx")).status_code == 422
    assert len(await rows(arbitrator, "/export/issues.csv")) == 5
