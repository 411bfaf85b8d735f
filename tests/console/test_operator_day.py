"""话务员's day: a call logged by keyboard alone, likely repeats and answers while typing, callbacks."""

from time import monotonic

from sqlalchemy import select

from engine.model.issue import Issue
from engine.model.report import Report
from tests.console.browser import visiting
from tests.console.walk import OPERATOR

CALL = (
    "我们一批进口冻品到港三天了，冷藏箱一直没有插电的位置，码头说要等海关放行信息，请帮忙协调，货值两百万。"
)


async def issue(port, reference: str) -> Issue:
    async with port.transaction() as session:
        return (await session.execute(select(Issue).where(Issue.reference == reference))).scalar_one()


async def test_a_call_is_logged_by_keyboard_alone_in_under_thirty_seconds(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/desk?caller=13900009999")
        keys, began = page.keyboard, monotonic()
        await keys.type(CALL, delay=15)
        await keys.press("Alt+n")
        await keys.type("天津极地冷链物流有限公司", delay=15)
        await keys.press("Alt+2")
        await page.locator("#measure-title").wait_for()
        await keys.press("Control+Enter")
        await page.wait_for_url("**/desk?logged=*")
        assert monotonic() - began < 30
        reference = await page.locator(".said a").inner_text()
        code = await page.locator(".said b").inner_text()
    made = await issue(port, reference)
    assert (made.kind, made.enterprise) == ("help", "天津极地冷链物流有限公司")
    async with port.transaction() as session:
        report = (await session.execute(select(Report).where(Report.follow_code == code))).scalar_one()
    assert (report.phone, report.logged_by is not None) == ("13900009999", True)


async def test_while_typing_the_caller_and_what_it_repeats_appear(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/desk?caller=13900001234")
        await page.click("button.fill:has-text('天津远洋供应链有限公司')")
        assert await page.locator("#reporter").input_value() == "王某"
        await page.fill("#text", "仓单和报关单还是对不上，船已经开了。")
        repeat = page.locator("label", has_text="仓单信息和报关单对不上")
        await repeat.wait_for()
        assert await page.locator("mark").first.inner_text() == "仓单"
        await repeat.locator("input").check()
        await page.keyboard.press("Alt+j")
        await page.wait_for_url("**/desk?logged=*")
        reference = await page.locator(".said a").inner_text()
    assert (await issue(port, reference)).status == "joined"


async def test_an_answer_at_once_from_the_knowledge_base(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/desk")
        await page.keyboard.type("请问两步申报的完整申报期限怎么算")
        answer = page.locator("label", has_text="两步申报的完整申报期限怎么算")
        await answer.locator("input").check()
        await page.keyboard.press("Alt+a")
        await page.wait_for_url("**/desk?logged=*")
        reference = await page.locator(".said a").inner_text()
    made = await issue(port, reference)
    assert (made.status, made.outcome) == ("cleared", "answered")


async def test_a_draft_outlives_the_browser_and_ends_with_the_call(origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/desk")
        await page.keyboard.type("说到一半断电了")
        page = await visit.open("/desk")
        assert await page.locator("#text").input_value() == "说到一半断电了"
        await page.keyboard.press("Control+Enter")
        await page.wait_for_url("**/desk?logged=*")
        assert await page.locator("#text").input_value() == ""


async def test_what_is_refused_comes_back_as_it_was_typed(origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/desk")
        await page.fill("#text", "信用代码填错的来电")
        await page.click("summary:has-text('更多企业信息')")
        await page.fill("#enterprise_code", "91120000000000000X")
        await page.keyboard.press("Control+Enter")
        await page.locator(".refusal").wait_for()
        assert await page.locator("#text").input_value() == "信用代码填错的来电"
        assert await page.locator("#enterprise_code").get_attribute("aria-invalid") == "true"


async def test_a_callback_is_recorded_and_the_issue_is_struck_off(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/callbacks")
        await page.click("a.title:has-text('AEO认证培训名额')")
        await page.click("summary:has-text('记录回访')")
        form = page.locator("details[open] form")
        for choice in ("已联系本人", "已解决", "满意"):
            await form.get_by_text(choice, exact=True).click()
        await form.locator("button").click()
        await page.locator("text=回访结果已记录。").wait_for()
        reference = page.url.rsplit("/", 1)[1]
    assert (await issue(port, reference)).outcome == "confirmed"
