"""管理员's day: next year's table with one change, other limits, the 2027 notice, a new colleague, the wording of a mail."""

from pathlib import Path

import pytest
from sqlalchemy import select

from engine.actions.in_force import load_in_force
from engine.model.person import Person
from engine.store import publications
from tests.console.browser import visiting
from tests.world import CUSTOMS, ZONE

DOCUMENT = "2022-division"
LONG = 120_000  # milliseconds: a busy machine reckons slowly
NOTICE = """year: 2027
source: 2027年部分节假日安排（样例）
days_off:
  - {first: 2027-01-01, last: 2027-01-03, label: 元旦}
  - {first: 2027-02-05, last: 2027-02-11, label: 春节}
workdays:
  - {day: 2027-02-14, label: 春节调休上班}
"""


async def in_force(port):
    async with port.transaction() as session:
        return await load_in_force(session, zone=ZONE, prefix="QL")


async def version(port, kind: str) -> int:
    async with port.transaction() as session:
        return (await publications.required(session, kind)).version


async def table(port, folder: Path) -> Path:
    """The division of work as its office would send it anew, one measure given to somebody else."""
    rows = ["序号,工作任务,责任单位,完成时限"]
    for one in (await in_force(port)).directory.measures:
        if one.document == DOCUMENT:
            leads = "天津海关" if one.number == 4 else "、".join(one.lead_as_written)
            support = "、".join(one.support_as_written)
            said = f"{leads}牵头，{support}配合" if support else f"{leads}牵头"
            said = f"{leads}按职责分工负责" if one.by_duty else said
            rows.append(f"{one.number},{one.title},{said},{one.deadline_text}")
    path = folder / "明年任务分工表.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


async def sound(visit) -> None:
    """No violation, and nothing wider than the window."""
    assert await visit.violations() == []
    assert await visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def test_next_years_table_is_seen_and_then_published(port, origin, browser, tmp_path):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in("admin")
        page = await visit.open("/import")
        await page.set_input_files("#file", await table(port, tmp_path))
        await page.fill("#year", "2022")
        await page.click("text=读取文件")
        await page.locator("#difference-title").wait_for()
        rows = page.locator("table.differences tbody tr")
        assert await rows.count() == 2
        assert "天津海关" in await rows.nth(1).locator("ins").inner_text()
        await sound(visit)
        assert await version(port, "directory") == 1  # nothing takes effect unseen
        for box in await page.locator("input[name=confirmed]").all():
            await box.check()
        await page.fill("#note", "按新分工表")
        await page.click("text=已看过差异，确认发布")
        await page.wait_for_url("**/catalog/versions")
        assert "按新分工表" in await page.locator("main").inner_text()
    assert (await in_force(port)).directory.measure(DOCUMENT, 4).default_lead == CUSTOMS


async def test_other_limits_are_tried_on_history_and_published(port, origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in("admin")
        page = await visit.open("/policies")
        await page.fill("[name=limit-reply-normal]", "0")
        await page.click("text=存为草稿并查看影响")
        assert "1 至 10000" in await page.locator("#refusal").inner_text()
        await page.fill("[name=limit-reply-normal]", "1")
        await page.click("text=存为草稿并查看影响")
        told = page.locator("text=件问题的历史记录重算")
        await told.wait_for(timeout=LONG)
        effect = page.locator("section", has=page.locator("#effect-title"))
        assert "答复" in await effect.inner_text()
        await sound(visit)
        assert await version(port, "policies") == 1
        await page.click("text=返回时限规则")
        await page.click("#waiting-title ~ div a:has-text('答复 · 一般')")
        await page.click("text=已看过差异，确认发布")
        await page.locator(".said").wait_for()
        assert await page.input_value("[name=limit-reply-normal]") == "1"
    assert await version(port, "policies") == 2


async def test_a_word_is_tried_on_past_issues_before_it_routes(port, origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in("admin")
        page = await visit.open("/routing/topics/smart-port")
        words = await page.input_value("#strong")
        await page.fill("#strong", words + "\n出口退税申报")
        await page.click("text=存为草稿并试派")
        tested = page.locator("text=件的派法会变")
        await tested.wait_for(timeout=LONG)
        await sound(visit)
        await page.click("text=已看过差异，确认发布")
        await page.wait_for_url("**/routing")
        await page.fill("main input[type=search]", "出口退税申报")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**q=**")
        assert await page.locator("tbody tr").count() >= 1
    assert await version(port, "routing") == 1


@pytest.mark.parametrize("scripts", [True, False])
async def test_the_notice_of_2027_settles_the_year(port, origin, browser, tmp_path, scripts):
    notice = tmp_path / "2027.yaml"
    notice.write_text(NOTICE, encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(NOTICE.replace("2027-02-14", "2027-02-15"), encoding="utf-8")
    async with visiting(browser, origin, scripts=scripts, refusals=True) as visit:
        await visit.sign_in("admin")
        page = await visit.open("/calendar?year=2027")
        assert "暂定" in await page.locator(".provisional").inner_text()
        await page.set_input_files("#file", wrong)
        await page.click("text=读取文件")
        assert "wrong.yaml:" in await page.locator("#refusal").inner_text()
        await page.set_input_files("#file", notice)
        await page.click("text=读取文件")
        await page.locator("#dates-title").wait_for()
        if scripts:
            await page.locator("#effect-title ~ div table, #effect-title ~ div .empty").first.wait_for(
                timeout=LONG
            )
            await sound(visit)
        await page.click("text=已看过差异，确认发布")
        await page.locator("#moving-title").wait_for()
        await page.locator("#moving [role=status]").wait_for()
        while not scripts and not await page.locator("text=已完成").count():
            async with page.expect_navigation():
                await page.click("text=继续调整")
        await page.locator("text=已完成").wait_for(timeout=LONG)
        page = await visit.open("/calendar?year=2027")
        assert await page.locator(".provisional").count() == 0
        assert await page.locator("li.makeup").count() == 1


async def test_a_colleague_is_added_signs_in_and_is_shut_out(port, origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in("admin")
        page = await visit.open("/people/new")
        await page.fill("#login", "admin")
        await page.fill("#name", "王丽")
        await page.select_option("#role", "handler")
        await page.fill("#password", "123")
        await page.click("main form button.main")
        told = await page.locator("#refusal").inner_text()
        assert "已有人使用" in told and "选择所在单位" in told and "10 至 200" in told
        marked = page.locator("[aria-invalid=true]")
        ids = await marked.evaluate_all("all => all.map(one => one.id)")
        assert ids == ["login", "agency", "password"]
        assert await page.input_value("#name") == "王丽"
        await page.fill("#login", "wang.li")
        await page.select_option("#agency", CUSTOMS)
        await page.click("main form button.main")
        password = await page.locator("#made-password").inner_text()
        await sound(visit)
    async with visiting(browser, origin, refusals=True) as other:
        page = await other.open("/sign-in")
        await page.fill("#login", "wang.li")
        await page.fill("#password", password)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/inbox**")
        page = await other.open("/account")
        for name, value in (
            ("current", "wrong"),
            ("password", "晨雾与码头-2027"),
            ("again", "晨雾与码头-2027"),
        ):
            await page.fill(f"#{name}", value)
        await page.click("main form button.main")
        assert "当前密码不对" in await page.locator("#refusal").inner_text()
        for name, value in (
            ("current", password),
            ("password", "晨雾与码头-2027"),
            ("again", "晨雾与码头-2027"),
        ):
            await page.fill(f"#{name}", value)
        await page.click("main form button.main")
        await page.locator(".said").wait_for()
        await sound(other)
    async with port.transaction() as session:
        person = (await session.execute(select(Person).where(Person.login == "wang.li"))).scalar_one()
        admin = (await session.execute(select(Person).where(Person.login == "admin"))).scalar_one()
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in("admin")
        page = await visit.open(f"/people/{person.id}")
        await page.click("main button.grave")
        await page.locator(".said").wait_for()
        assert "停用" in await page.locator("#trail-title ~ ul").inner_text()
        page = await visit.open(f"/people/{admin.id}")
        await page.click("main button.grave")
        assert "最后一个可用的管理员" in await page.locator("#refusal").inner_text()
    async with visiting(browser, origin, refusals=True) as other:
        page = await other.open("/sign-in")
        await page.fill("#login", "wang.li")
        await page.fill("#password", "晨雾与码头-2027")
        await page.keyboard.press("Enter")
        await page.locator("#refusal").wait_for()


async def test_the_wording_of_a_mail_is_read_in_both_languages(origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in("admin")
        page = await visit.open("/templates")
        await page.click("nav li a[href^='/templates/dispatched']")
        frame = page.frame_locator("iframe.letter")
        assert "QL-000000-000000" in await frame.locator("body").inner_text()
        await sound(visit)
        await page.click("nav.tabs >> text=英文")
        await page.wait_for_url("**locale=en")
        assert await page.locator("#subject").get_attribute("lang") == "en"
        for link in await page.locator("main nav ul a").evaluate_all("links => links.map(one => one.href)"):
            answer = await page.request.get(link)
            assert answer.ok, link
