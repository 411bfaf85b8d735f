"""签发 on the page: recipients are seen before, the release is one POST, and the documents are those of the mail."""

import io

from docx import Document
from openpyxl import load_workbook
from sqlmodel import select

from engine.actions.draw_summary import draw_summary
from engine.database import Database
from engine.model.ledger import Summary
from engine.model.notice import Notice
from tests.wire import Wire
from tests.world import instant


async def test_a_person_releases_a_summary_once_and_is_named(database: Database) -> None:
    async with Wire.open(database) as wire:
        world = wire.world
        await world.report()
        world.is_now("Mon 2026-10-12 09:00")
        async with database.transaction() as session:
            await draw_summary(
                session, week="2026-W41", now=instant("Mon 2026-10-12 08:30"), rules=world.rules
            )
        member, csrf = await wire.browser("taskforce")
        shown = (await member.get("/summaries/2026-W41/release")).text
        assert "taskforce@" in shown
        assert "签发并发送" in shown
        assert await world.rows(select(Notice).where(Notice.kind == "summary")) == []
        auditor, other = await wire.browser("auditor")
        assert (await auditor.post("/summaries/2026-W41/release", data={"csrf": other})).status_code == 403
        for _ in range(2):
            assert (await member.post("/summaries/2026-W41/release", data={"csrf": csrf})).status_code == 303
        assert len(await world.rows(select(Notice).where(Notice.kind == "summary"))) == 1
        (kept,) = await world.rows(select(Summary))
        assert kept.released_by == world.people["taskforce"].person_id
        assert "签发。" in (await member.get("/summaries/2026-W41/release")).text

        files = {
            one: (await member.get(f"/summaries/2026-W41/files/{one}")).content
            for one in ("html", "xlsx", "docx", "csv")
        }
        assert "周报" in files["html"].decode()
        assert (
            "企业问题清零"
            in Document(io.BytesIO(files["docx"])).paragraphs[0].text
            + Document(io.BytesIO(files["docx"])).paragraphs[1].text
        )
        assert "问题台账" in load_workbook(io.BytesIO(files["xlsx"])).sheetnames
        assert (await member.get("/summaries/2026-W41/files/exe")).status_code == 404
        assert (await member.get("/summaries/2026-W40/release")).status_code == 404
