"""话务员's day: a call logged by keyboard alone, likely repeats and answers while typing, callbacks."""

from time import monotonic

from playwright.async_api import expect
from sqlalchemy import select

from engine.model.issue import Issue
from engine.model.report import Report
from tests.console.browser import PATIENCE, visiting
from tests.console.walk import OPERATOR
from tests.files import png

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


async def test_callbacks_are_made_one_after_the_other_by_keyboard(port, origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/callbacks")
        told = await page.locator(".script").inner_text()
        assert "您好，这里是" in told and "AEO认证培训名额" in told and "请登录海关企业信用管理系统" in told
        assert not await visit.violations()
        for key in ("1", "8", "0"):
            await page.keyboard.press(f"Alt+{key}")
        await page.keyboard.press("Control+Enter")
        await page.locator(".refusal").wait_for()
        assert "请填写" in await page.locator(".refusal").inner_text()
        assert await page.locator("input[name=resolved][value=no]").is_checked()
        await page.keyboard.press("Alt+7")
        await page.keyboard.press("Alt+9")
        await page.keyboard.press("Control+Enter")
        await page.locator("text=回访结果已记录。").wait_for()
        reference = await page.locator(".said a").inner_text()
        assert await page.locator(".empty").count() == 1
    assert (await issue(port, reference)).outcome == "confirmed"


async def test_a_call_that_reaches_nobody_is_tried_again(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/callbacks")
        await page.keyboard.press("Alt+4")
        await page.keyboard.press("Control+Enter")
        await page.locator("text=下次回访安排在另一个半天").wait_for()
        assert "第 2 次，共 3 次" in await page.locator("main").inner_text()


async def test_every_key_is_on_a_sheet_and_does_what_it_says(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/desk?caller=%2B86-139-0000-1234")
        assert await page.locator("#phone").input_value() == "13900001234"
        await page.locator("button.fill").first.wait_for()
        await page.fill("#text", "来电：")  # what is looked up while typing wants the form's musts
        await page.keyboard.press("Alt+c")
        await expect(page.locator("#enterprise")).to_have_value("天津远洋供应链有限公司", timeout=PATIENCE)
        await page.keyboard.press("Alt+3")
        await page.keyboard.press("Alt+8")
        for name, value in (("kind", "complaint"), ("urgency", "urgent")):
            assert await page.locator(f"input[name={name}][value={value}]").is_checked()
        await page.keyboard.press("Escape")
        await page.keyboard.press("?")
        sheet = page.locator("dialog[open]")
        await sheet.wait_for()
        told = await sheet.inner_text()
        keys = await page.eval_on_selector_all("[data-key]", "all => all.map(one => one.dataset.key)")
        letters = {key for key in keys if key.isalpha()} - {"g", "k"}
        assert letters and all(f"Alt+{key.upper()}" in told for key in letters)
        assert not await visit.violations()
        await page.keyboard.press("Escape")
        await page.locator("dialog:not([open])").wait_for(state="attached")
        await page.keyboard.press("Alt+t")
        await page.keyboard.type("仓单?")
        assert "仓单?" in await page.locator("#text").input_value()
        assert await page.locator("dialog[open]").count() == 0


async def test_each_caller_has_a_draft_of_its_own(origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/desk?caller=13900001234")
        await page.fill("#text", "第一个来电说到一半")
        page = await visit.open("/desk?caller=13900005678")
        assert await page.locator("#text").input_value() == ""
        await page.fill("#text", "第二个来电")
        await page.keyboard.press("Control+Enter")
        await page.wait_for_url("**/desk?logged=*")
        page = await visit.open("/desk?caller=13900001234")
        assert await page.locator("#text").input_value() == "第一个来电说到一半"


async def test_an_operator_adds_what_the_caller_sends(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(OPERATOR)
        page = await visit.open("/desk")
        await page.fill("#text", "集装箱底部破损，来电人已用短信发来照片。")
        await page.keyboard.press("Alt+m")
        await page.set_input_files("#files", [{"name": "箱底.png", "mimeType": "image/png", "buffer": png()}])
        await page.locator("[data-picked] li").wait_for()
        await page.keyboard.press("Alt+r")
        await page.wait_for_url("**/desk?logged=*")
        page = await visit.open(f"/issues/{await page.locator('.said a').inner_text()}")
        assert await page.locator(".attached a").inner_text() == "箱底.png"
        await expect(page.locator(".attached img")).to_have_js_property("naturalWidth", 8, timeout=PATIENCE)
