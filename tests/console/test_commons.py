"""共性问题 on the pages: a burst with its picture, confirmed, cured by its lead, approved, and told to the enterprise."""

from datetime import date
from itertools import count

from sqlmodel import col, select

from engine.actions.watch_bursts import watch_bursts
from engine.database import Database
from engine.model.common import CommonProblem
from engine.model.issue import Issue
from engine.model.report import IssueReport, Report
from tests.actions.past import live_through, tell
from tests.console.browser import Visit, visiting
from tests.console.port import NOW
from tests.world import PORT, World, instant

GATE = "北疆港区进港预约排不上号，司机在门外等了一夜。"
CURE = "预约系统已扩容，当日可约；此前未约上的车辆已逐一安排进港。"


async def planted(port: Database) -> tuple[World, list[Issue]]:
    """Nineteen quiet weeks, then eight enterprises at one gate on Thursday; on Friday morning it is proposed."""
    world = World(port, instant("Thu 2026-10-15 10:00"), numbers=count(1000))
    await world.reload()
    await live_through(world, date(2026, 6, 1), date(2026, 10, 14))
    issues = await tell(world, GATE, "2023-measures", 5, lead=PORT, count=8)
    world.now = instant(NOW)
    await world.do(watch_bursts, date(2026, 10, 15))
    return world, issues


async def open_deed(visit: Visit, verb: str) -> None:
    """Unfold a deed."""
    await visit.page.locator("section.deeds summary", has_text=verb).first.click()


async def press(visit: Visit, verb: str, said: str) -> None:
    """Do it, and read that it was done."""
    await visit.page.locator("details[open] form button", has_text=verb).click()
    await visit.page.locator(f"text={said}").wait_for()


async def test_a_common_problem_from_its_picture_to_the_enterprise(port, origin, browser):
    world, issues = await planted(port)
    (found,) = await world.rows(select(CommonProblem).where(col(CommonProblem.place) == "beijiang"))
    async with visiting(browser, origin) as visit:
        await visit.sign_in("taskforce")
        page = await visit.open("/commons")
        await page.click(f"a.title[href='/commons/{found.id}']")
        await page.locator(".burst svg rect.inside").last.wait_for()
        assert await page.locator(".burst svg rect").count() == 56
        assert await visit.violations() == []
        await open_deed(visit, "确认为共性问题")
        await page.fill("#confirm_common-title", "北疆港区进港预约拥堵")
        await page.select_option("#confirm_common-lead", PORT)
        await page.check("input[name=disclosed][value=yes]")
        await press(visit, "确认为共性问题", "已确认，所列问题均已纳入。")
        await page.locator("h2", has_text="已纳入8件").wait_for()

    async with visiting(browser, origin) as visit:
        await visit.sign_in(f"handler.{PORT}")
        await visit.open(f"/issues/{issues[0].reference}")
        await visit.page.click("text=北疆港区进港预约拥堵 >> nth=-1")
        await visit.page.wait_for_url(f"**/commons/{found.id}")
        await open_deed(visit, "提交治理结果")
        await visit.page.fill("#cure-text", CURE)
        await visit.page.fill("#cure-evidence", "扩容后三日排队时长见附表")
        await press(visit, "提交治理结果", "治理结果已提交，等待核准。")

    async with visiting(browser, origin) as visit:
        await visit.sign_in("arbitrator")
        await visit.open(f"/commons/{found.id}")
        await open_deed(visit, "核准治理结果")
        await visit.page.fill("#approve_cure-opinion", "抽查三家，情况属实")
        await press(visit, "核准治理结果", "已核准，在办问题均已答复")

    async with visiting(browser, origin) as visit:
        page = await visit.open(f"/follow/{await code_of(world, issues[0])}")
        told = await page.locator("article").inner_text()
        assert "多家企业都遇到过" in told and CURE in told and "北疆港区进港预约拥堵" not in told


async def code_of(world: World, issue: Issue) -> str:
    """The follow code of the issue's report."""
    mine = select(Report).join(IssueReport, col(IssueReport.report_id) == col(Report.id))
    (report,) = await world.rows(mine.where(col(IssueReport.issue_id) == issue.id))
    return str(report.follow_code)
