"""研判裁定岗 and 专班: placing, ruling, judging, clearing, extensions, and figures that open their lists."""

import re

from sqlalchemy import select

from engine.actions.draw_summary import draw_summary
from engine.actions.in_force import load_in_force
from engine.model.issue import Issue
from engine.model.request import Request
from tests.console.browser import visiting
from tests.console.port import NOW
from tests.console.walk import DISPUTED
from tests.world import ZONE, instant


async def issue(port, reference: str) -> Issue:
    async with port.transaction() as session:
        return (await session.execute(select(Issue).where(Issue.reference == reference))).scalar_one()


async def test_triage_shows_candidates_with_reasons_and_one_press_dispatches(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in("arbitrator")
        page = await visit.open("/triage")
        await page.click("a.title:has-text('关于货物的事')")
        reference = page.url.rsplit("/", 1)[1]
        best = page.locator(".candidate").first
        title = await best.locator("b").first.inner_text()
        await best.locator("button").click()
        await page.locator("text=已派单，时限开始计算。").wait_for()
    made = await issue(port, reference)
    assert made.status == "assigned" and title.startswith(str(made.number))


async def test_a_ruling_is_made_beside_the_clause_and_becomes_the_precedent(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in("arbitrator")
        page = await visit.open(f"/issues/{DISPUTED}")
        case = page.locator("section", has=page.locator("#consider-title"))
        assert "不属我局职责" in await case.inner_text() and "建议改派天津海关" in await case.inner_text()
        await page.click("summary:has-text('支持退单')")
        form = page.locator("details[open] form")
        await form.locator("select[name=lead]").select_option("tianjin-customs")
        await form.locator("[name=opinion]").fill("进口食品标签检验监管属海关职责，改派海关。")
        await form.locator("button").click()
        await page.locator("text=已支持退单。").wait_for()
        page = await visit.open("/triage")
        await page.click("a.title:has-text('关于货物的事')")
        await page.locator("section", has=page.locator("#consider-title")).wait_for()
    assert (await issue(port, DISPUTED)).lead == "tianjin-customs"


async def test_a_dissatisfaction_is_judged_curable_and_done_again(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in("arbitrator")
        page = await visit.open("/judgements")
        await page.click("a.title:has-text('码头预约系统')")
        reference = page.url.rsplit("/", 1)[1]
        opinion = "周末仍然报错，属系统缺陷，应当修复。"
        await visit.deed("研判不满意", picked="可以解决，退回重办", opinion=opinion, said="研判意见已记录。")
    made = await issue(port, reference)
    assert (made.status, made.round) == ("assigned", 2)


async def test_the_task_force_decides_an_extension_but_a_party_abstains(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in("taskforce.tianjin-customs")
        page = await visit.open("/requests")
        await page.click("a.title:has-text('新增跨境电商')")
        await page.click("summary:has-text('哪些不能办')")
        assert "本单位是当事一方，应当回避" in await page.locator(".cannot").inner_text()
    async with visiting(browser, origin) as visit:
        await visit.sign_in("taskforce")
        page = await visit.open("/requests")
        await page.click("a.title:has-text('新增跨境电商')")
        decision = "联合核查已约定，同意。"
        await visit.deed("审批延期", picked="同意延期", decision=decision, said="延期审批已完成")
    async with port.transaction() as session:
        assert (await session.execute(select(Request.state))).scalars().all() == ["granted"]


async def figures_of(visit, path: str) -> dict[str, str]:
    """Every figure on a page that opens a list: the number by its address."""
    page = await visit.open(path)
    found = await page.locator("main a[href*='/list?key=']").evaluate_all(
        "all => all.map(a => [a.getAttribute('href'), a.innerText])"
    )
    return dict(found)


async def stored_week(port, week: str) -> None:
    async with port.transaction() as session:
        rules = await load_in_force(session, zone=ZONE, prefix="QL")
        await draw_summary(session, week=week, now=instant(NOW), rules=rules)


async def test_every_number_of_board_and_summary_opens_a_list_as_long_as_itself(port, origin, browser):
    await stored_week(port, "2026-W41")
    async with visiting(browser, origin) as visit:
        await visit.sign_in("taskforce")
        page = await visit.open("/board")
        terms = [int(text) for text in await page.locator(".balance .term b").all_inner_texts()]
        opening, new, reopened, off, closing = terms
        assert opening + new + reopened - off == closing
        assert await page.locator("[data-chart=trend] svg").count() == 1
        figures = await figures_of(visit, "/board") | await figures_of(visit, "/summaries/2026-W41")
        assert len(figures) > 60
        assert any("W41" in address for address in figures)
        for address, number in figures.items():
            opened = await (await visit.context.request.get(address)).text()
            said = re.search(r"这个数字对应 (\d+) 件", opened)
            assert said and said[1] == number, address
            concerned = re.search(r"共涉及 (\d+) 件", opened)  # a promise each of lead and support is two
            assert opened.count('<a class="title"') == int(concerned[1] if concerned else number), address


async def test_a_cell_of_the_heat_map_opens_the_open_issues_that_stand_there(origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in("taskforce")
        page = await visit.open("/board")
        cells = await page.locator("td.heat a").evaluate_all(
            "all => all.map(a => [a.getAttribute('href'), a.innerText])"
        )
        assert cells
        for address, number in cells:
            opened = await (await visit.context.request.get(address)).text()
            assert opened.count('<a class="title"') == int(number), address
