"""转介与拆单 on the issue page: a committee is asked and answers, a ministry is asked, a report is split as routing told it apart."""

from dataclasses import replace

from sqlmodel import col, select

from engine.actions.refer_up import refer_up
from engine.actions.route import route
from engine.model.issue import Issue, IssueText
from engine.model.referral import Referral
from engine.store.issues import reports
from tests.console.browser import visiting
from tests.console.port import NOW
from tests.world import TAX, World, instant

BOTH = "一、出口退税已经两个月没有到账，税务局说在审核。二、码头堆存费重复收了两次，请退还。"


async def test_a_handler_asks_a_committee_and_the_arbitrator_writes_down_its_answer(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in("handler.tianjin-customs")
        page = await visit.open("/inbox")
        await page.click("a.title:has-text('新增跨境电商')")
        await visit.deed(
            "转介会诊或调解",
            committee="classification",
            question="该类商品能否按保税跨境进口归类？",
            due_at="2026-10-20",
            said="已转介，对方会收到邮件。",
        )
        await visit.deed("撤回转介", why="商品编码已查明。", said="已撤回，对方会收到通知。")
        side = page.locator("section", has=page.locator("#referrals-title"))
        assert "已撤回" in await side.inner_text()
        asked = {"question": "该类商品能否按零售进口归类？", "due_at": "2026-10-20"}
        await visit.deed("转介会诊或调解", committee="classification", **asked, said="已转介")
        assert "归类委员会" in await side.inner_text() and "前反馈" in await side.inner_text()
        page = await visit.open("/inbox")
        assert "前反馈" in await page.locator("tr", has_text="新增跨境电商").inner_text()
    async with visiting(browser, origin) as visit:
        await visit.sign_in("arbitrator")
        page = await visit.open("/opinions")
        await page.click("a.title:has-text('新增跨境电商')")
        await visit.deed("记录反馈意见", opinion="可以，按零售进口归类。", said="意见已记录")
        assert "可以，按零售进口归类。" in await page.locator("#referrals-title + ul").inner_text()
    async with port.transaction() as session:
        states = await session.execute(select(col(Referral.state)).order_by(col(Referral.id)))
        assert states.scalars().all() == ["withdrawn", "answered"]


async def test_what_goes_upward_is_decided_by_the_task_force_and_the_enterprise_reads_no_secrets(
    port, origin, browser
):
    world = World(port, instant(NOW))
    await world.reload()
    titled = select(col(IssueText.issue_id)).where(col(IssueText.title).startswith("出口退税申报"))
    issue = await world.issue((await world.rows(titled))[0])
    asked = {"ministry": "国家税务主管部门", "question": "关联企业函调未回，能否先行退税？"}
    await world.do(
        refer_up,
        issue.id,
        **asked,
        review_at=instant("2026-11-16 18:00"),
        by=world.handler(TAX),
    )
    async with visiting(browser, origin) as visit:
        await visit.sign_in("taskforce")
        page = await visit.open("/requests")
        await page.click("a.title:has-text('出口退税申报')")
        decision = "政策口径需上级明确。"
        await visit.deed("审批上报", picked="同意上报", decision=decision, said="上报审批已完成。")
        page = await visit.open(f"/follow/{await followed(world, issue)}")
        said = await page.locator("main").inner_text()
    assert (await world.issue(issue.id)).status == "shelved"
    assert "已上报国家税务主管部门" in said and "政策口径需上级明确。" in said
    assert "函调" not in said


async def followed(world: World, issue: Issue) -> str:
    """The code of the report behind an issue."""
    async with world.database.transaction() as session:
        return (await reports(session, issue.id))[0][0].follow_code


async def test_a_report_of_two_problems_is_split_as_routing_told_them_apart(port, origin, browser, router):
    world = World(port, instant(NOW))
    await world.reload()
    world.rules = replace(world.rules, router=router)
    made = await world.report(BOTH, external_id="two-problems", enterprise="天津双桥贸易有限公司")
    await world.do(route, made.id)
    async with visiting(browser, origin) as visit:
        await visit.sign_in("arbitrator")
        page = await visit.open(f"/issues/{made.reference}")
        assert "来件似含 2 个问题" in await page.locator("main").inner_text()
        await page.click("summary:has-text('拆单')")
        form = page.locator("details[open] form")
        filled = await form.locator("[name=parts]").input_value()
        assert filled.split("\n\n") == BOTH.replace("二、", "|二、").split("|")
        await form.locator("button").click()
        await page.locator("text=已拆单。").wait_for()
        assert "来件似含" not in await page.locator("main").inner_text()
    bodies = await world.rows(select(col(IssueText.body)).order_by(col(IssueText.issue_id).desc()).limit(1))
    assert bodies == [BOTH[BOTH.index("二、") :]]
