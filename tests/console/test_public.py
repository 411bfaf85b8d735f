"""An enterprise without an account and without JavaScript: report, follow, add, rate; and what the house does not accept."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select, text, update

from engine.actions import tokens
from engine.model.attachment import Attachment
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.reply import Callback
from engine.model.report import Report
from tests import files
from tests.console.browser import visiting
from tests.console.port import NOW
from tests.console.served import served
from tests.wire import generous
from tests.world import instant
from web.limits import Rate

TEXT = "出口退运的集装箱超期，滞箱费每天在涨，请帮助协调尽快办结手续。"


async def counted(port, table) -> int:
    async with port.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def code_of(port, title: str) -> tuple[str, Issue]:
    from_title = select(Report.follow_code, Issue).select_from(Report)
    async with port.transaction() as session:
        found = await session.execute(
            from_title.join(Issue, Issue.enterprise == Report.enterprise).where(Issue.enterprise == title)
        )
        code, issue = found.one()
        return code, issue


@pytest.mark.parametrize("scripts", [False, True])
async def test_report_follow_and_add_material(port, origin, browser, scripts):
    async with visiting(browser, origin, scripts=scripts, width=390) as visit:
        page = await visit.open("/")
        await page.click("text=反映问题")
        await page.fill("#text", TEXT)
        await page.get_by_text("求助").click()
        await page.fill("#enterprise", "天津启明木业有限公司")
        await page.fill("#phone", "13900004321")
        await page.click("main button.main")
        await page.wait_for_url("**/follow/*")
        code = await page.locator(".codebox").inner_text()
        page = await visit.open("/follow")
        await page.fill("#code", f" {code.lower()} ")
        await page.click("main button.main")
        assert "滞箱费每天在涨" in await page.locator("h2").first.inner_text()
        await page.click("summary:has-text('补充材料')")
        await page.locator("details[open] textarea").fill("提单号已短信发送。")
        await page.locator("details[open] button").click()
        await page.locator("text=已补充，承办单位会看到。").wait_for()
        assert "提单号已短信发送。" in await page.locator(".story").inner_text()


async def test_what_is_missing_is_named_and_nothing_is_lost(port, origin, browser):
    before = await counted(port, Report)
    async with visiting(browser, origin, scripts=False, refusals=True) as visit:
        page = await visit.open("/report")
        await page.fill("#text", TEXT)
        await page.click("summary:has-text('如果时间紧')")
        await page.fill("#enterprise_code", "12345")
        await page.fill("#mail", "a@b")
        await page.click("main button.main")
        assert await page.locator("#text").input_value() == TEXT
        assert await page.locator("[aria-invalid=true]").count() == 2
    assert await counted(port, Report) == before


async def test_a_program_that_fills_the_trap_is_refused(port, origin):
    before = await counted(port, Report)
    async with httpx.AsyncClient(base_url=origin) as client:
        sent = {"text": TEXT, "phone": "13900004321", "website": "http://spam.example"}
        assert (await client.post("/report", data=sent)).status_code == 422
        assert (
            await client.post("/report", data=sent, headers={"origin": "http://elsewhere.example"})
        ).status_code == 403
    assert await counted(port, Report) == before


async def test_the_same_form_sent_twice_is_one_report(port, origin):
    sent = {"text": TEXT, "phone": "13900004321", "external_id": "0b6f5b1e-0000-4000-8000-000000000001"}
    async with httpx.AsyncClient(base_url=origin) as client:
        first, second = [(await client.post("/report", data=sent)).headers["location"] for _ in range(2)]
    assert first == second


async def test_looking_at_a_rating_link_records_nothing_and_the_form_does(port, origin, browser):
    code, issue = await code_of(port, "蓝海精密仪器（天津）有限公司")
    async with port.transaction() as session:
        statement = (
            update(Callback)
            .where(Callback.issue_id == issue.id)
            .values(token_hash=tokens.digest("link-token"))
        )
        await session.execute(statement)
    before = await counted(port, Event)
    async with visiting(browser, origin, scripts=False, refusals=True) as visit:
        page = await visit.open("/rate/link-token")
        assert "企业信用管理系统" in await page.locator("main").inner_text()
        page = await visit.open(f"/follow/{code}")
        assert await counted(port, Event) == before
        await page.click("text=解决了吗？请评价")
        await page.get_by_text("未解决", exact=True).click()
        await page.click("main button.main")
        assert "请说明哪里还没有解决" in await page.locator("main").inner_text()
        assert await counted(port, Event) == before
        page = await visit.open("/rate/link-token")
        await page.get_by_text("已解决", exact=True).click()
        await page.get_by_text("满意", exact=True).click()
        await page.click("main button.main")
        assert await page.locator("h1").inner_text() == "谢谢您"
        page = await visit.open("/rate/another-token")
        assert await page.locator("h1").inner_text() == "没有这个页面，或者您无权查看"
    async with port.transaction() as session:
        found = await session.get_one(Issue, issue.id)
        assert (found.status, found.outcome) == ("cleared", "confirmed")


async def test_a_refusal_says_where_to_go_and_may_be_contested(port, origin, browser):
    code, issue = await code_of(port, "天津星火软件有限公司")
    async with visiting(browser, origin, scripts=False) as visit:
        page = await visit.open(f"/follow/{code}")
        assert "请拨打税务服务热线咨询" in await page.locator(".story").inner_text()
        await page.click("summary:has-text('不认可')")
        await page.locator("details[open] textarea").fill("我们反映的是口岸人员驻点补贴，不是个税。")
        await page.locator("details[open] button").click()
        await page.locator("text=申诉已收到").wait_for()
    async with port.transaction() as session:
        assert (await session.get_one(Issue, issue.id)).status == "triage"


async def test_the_public_reads_no_names_and_nothing_of_the_house(port, origin):
    code, _ = await code_of(port, "天津优品食品贸易有限公司")
    async with httpx.AsyncClient(base_url=origin) as client:
        told = (await client.get(f"/follow/{code}")).text
        assert (await client.get("/follow/AAA-AAA-AAA-AAA")).status_code == 404
    assert "市商务局" in told
    for inside in ("不属我局职责", "退单：认为", "朱一鸣"):
        assert inside not in told


async def test_the_pages_behind_a_code_are_sound(port, origin, browser):
    code, issue = await code_of(port, "蓝海精密仪器（天津）有限公司")
    async with visiting(browser, origin, width=390, scheme="dark", refusals=True) as visit:
        for path in (
            f"/follow/{code}",
            f"/follow/{code}?new=1",
            f"/follow/{code}/rate/{issue.reference}",
            "/follow/NO-SUCH",
        ):
            await visit.open(path)
            assert not await visit.violations(), path
        page = await visit.open("/report")
        await page.fill("#text", TEXT)
        await page.click("main button.main")
        await page.locator(".refusal").wait_for()
        assert not await visit.violations()


def chosen(*named: tuple[str, bytes]):
    return [{"name": name, "mimeType": "", "buffer": content} for name, content in named]


async def test_files_go_with_a_report_without_scripts_and_what_is_refused_is_told_by_name(
    port, origin, browser
):
    async with visiting(browser, origin, scripts=False, refusals=True, width=390) as visit:
        page = await visit.open("/report")
        await page.fill("#text", TEXT)
        await page.fill("#phone", "13900004321")
        await page.set_input_files("#files", chosen(("现场.png", files.png()), ("旧.doc", files.OLD)))
        await page.click("main button.main")
        told = await page.locator(".refusal").inner_text()
        assert "“旧.doc”是旧版 Office 格式" in told
        assert await page.locator("#text").input_value() == TEXT
        assert "请重新选择附件" in await page.locator(".files").inner_text()
        assert await counted(port, Attachment) == 0
        await page.set_input_files("#files", chosen(("现场.png", files.png())))
        await page.click("main button.main")
        await page.wait_for_url("**/follow/*")
        assert await page.locator(".attached a").inner_text() == "现场.png"
        await page.click("summary:has-text('补充材料')")
        await page.locator("details[open] textarea").fill("补充提单。")
        await page.set_input_files("details[open] input[type=file]", chosen(("提单.pdf", files.PDF)))
        await page.locator("details[open] button").click()
        await page.locator("text=已补充，承办单位会看到。").wait_for()
        async with page.expect_download() as saved:
            await page.get_by_role("link", name="提单.pdf").click()
        assert (await saved.value).suggested_filename == "提单.pdf"
    assert await counted(port, Attachment) == 2


async def test_files_are_picked_dropped_pasted_and_survive_a_refusal(port, origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        page = await visit.open("/report")
        await page.set_input_files("#files", chosen(("一.png", files.png(shade=1))))
        give = """async ([kind, name, content]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([Uint8Array.from(content)], name, { type: "image/png" }));
            const target = kind === "drop" ? document.querySelector("[data-files]") : document.querySelector("#text");
            const options = { bubbles: true, cancelable: true };
            target.dispatchEvent(kind === "drop" ? new DragEvent("drop", { dataTransfer: carried, ...options })
                : new ClipboardEvent("paste", { clipboardData: carried, ...options }));
        }"""
        await page.evaluate(give, ["drop", "二.png", list(files.png(shade=2))])
        await page.evaluate(give, ["paste", "三.png", list(files.png(shade=3))])
        names = page.locator("[data-picked] li span")
        assert [one[:3] for one in await names.all_inner_texts()] == ["一.p", "二.p", "三.p"]
        await page.get_by_role("button", name="移除 二.png").click()
        assert await names.count() == 2
        assert not await visit.violations()
        await page.fill("#text", TEXT)
        await page.click("main button.main")
        await page.locator(".refusal").wait_for()
        assert await page.locator("#text").input_value() == TEXT
        assert await names.count() == 2 and await page.locator("[data-lost]").count() == 0
        assert not await visit.violations()
        await page.fill("#phone", "13900004321")
        await page.click("main button.main")
        await page.wait_for_url("**/follow/*")
        assert await page.locator(".attached li").count() == 2
        assert await page.locator(".codebox").count() == 1
    assert await counted(port, Attachment) == 2
    async with port.transaction() as session:  # the browser's sum was right: nothing came without a proof
        keys = (await session.execute(text("select split_part(key, ' ', 1) from throttle"))).scalars()
        assert list(keys) == ["report"]


async def test_too_much_is_refused_before_it_is_sent(origin, browser):
    async with visiting(browser, origin) as visit:
        page = await visit.open("/report")
        many = [(f"{n}.png", files.png(shade=n)) for n in range(11)]
        await page.set_input_files("#files", chosen(*many))
        assert "一次最多选 9 个文件" in await page.locator("[data-wrong]").inner_text()
        assert await page.locator("[data-picked] li").count() == 9


async def test_without_scripts_a_source_that_sends_too_much_waits_and_keeps_its_words(
    port, port_url, browser
):
    slow = replace(generous(), unproved=Rate(1, timedelta(hours=1)))
    with served(port_url, instant(NOW), limits=slow) as origin:
        async with visiting(browser, origin, scripts=False, refusals=True) as visit:
            for told in ("", "请 60 分钟后再试"):
                page = await visit.open("/report")
                await page.fill("#text", TEXT)
                await page.fill("#phone", "13900004321")
                await page.click("main button.main")
                assert told in await page.locator("main").inner_text()
            assert await page.locator("#text").input_value() == TEXT
            assert "开启后可立即提交" in await page.locator(".refusal").inner_text()
        async with visiting(browser, origin) as visit:
            page = await visit.open("/report")
            await page.fill("#text", TEXT)
            await page.fill("#phone", "13900004321")
            await page.click("main button.main")
            await page.wait_for_url("**/follow/*")


async def test_what_is_too_large_is_told_on_a_page_that_leads_back_to_what_was_written(origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        page = await visit.open("/report")
        await page.fill("#enterprise", "天津凛冬冻品贸易有限公司")
        await page.evaluate("document.querySelector('#text').value = 'x'.repeat(9 * 1024 * 1024)")
        send = "const form = document.querySelector('main form'); form.enctype = 'application/x-www-form-urlencoded';"
        await page.evaluate(f"() => {{ {send} HTMLFormElement.prototype.submit.call(form) }}")
        await page.locator("h1", has_text="提交的内容太大").wait_for()
        assert "一次最多提交 8 MB" in await page.locator("main").inner_text()
        await page.click("text=返回刚才填写的页面")
        await page.locator("h1", has_text="反映问题").wait_for()
        assert await page.input_value("#enterprise") == "天津凛冬冻品贸易有限公司"
