"""承办人's day: claim several at once, be told who was first, contact, reply, hold, return, ask for more time."""

import pytest
from sqlalchemy import select

from engine.actions.claim import claim
from engine.actions.in_force import load_in_force
from engine.actions.work import Work
from engine.model.assignment import Assignment
from engine.model.issue import Issue
from engine.model.person import Person
from engine.model.reply import Reply
from engine.model.report import IssueReport, Report
from engine.store.people import actor
from tests import files
from tests.console.browser import visiting
from tests.console.port import NOW
from tests.console.walk import HANDLER, HELD
from tests.world import CUSTOMS, ZONE, instant

WAITING = "QL-261015-000010"
URGENT = "QL-261012-000005"
ASKED = "QL-261015-000009"


async def lead(port, reference: str) -> Assignment:
    async with port.transaction() as session:
        statement = select(Assignment).join(Issue, Issue.id == Assignment.issue_id)
        found = await session.execute(
            statement.where(Issue.reference == reference, Assignment.part == "lead")
        )
        return found.scalar_one()


async def done_by(port, login: str, verb, target: int, **given) -> None:
    """A verb done by somebody else meanwhile."""
    async with port.transaction() as session:
        by = actor((await session.execute(select(Person).where(Person.login == login))).scalar_one())
        rules = await load_in_force(session, zone=ZONE, prefix="QL")
        await verb(Work(session=session, by=by, now=instant(NOW), rules=rules), target, **given)


async def claimed_by_a_colleague(port, reference: str) -> None:
    await done_by(port, f"head.{CUSTOMS}", claim, (await lead(port, reference)).id)


async def test_the_inbox_puts_what_burns_first_and_keeps_its_filter(origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open("/inbox")
        first = page.locator("tbody tr").first
        assert "超时" in await first.inner_text()
        assert URGENT in await first.inner_text()
        await page.click("text=待签收 2")
        assert "show=unclaimed" in page.url
        await page.fill("main input[type=search]", "两步")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**show=unclaimed&q=**")
        assert await page.locator("tbody tr").count() == 1
        await page.reload()
        assert await page.locator("main input[type=search]").input_value() == "两步"


@pytest.mark.parametrize("scripts", [True, False])
async def test_several_are_claimed_at_once(port, origin, browser, scripts):
    async with visiting(browser, origin, scripts=scripts) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open("/inbox")
        for box in await page.locator("tbody input[type=checkbox]").all():
            await box.check()
        await page.click("text=签收所选")
        await page.locator("text=已签收 2 件。").wait_for()
    assert (await lead(port, WAITING)).stage == "claimed"


async def test_a_second_claim_is_told_who_was_first(port, origin, browser):
    # without scripts the page cannot learn of the first claim before the second
    async with visiting(browser, origin, scripts=False, refusals=True) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open("/inbox")
        await claimed_by_a_colleague(port, WAITING)
        await page.locator("tr", has_text=WAITING).locator("input").check()
        await page.click("text=签收所选")
        told = await page.locator(".refusal h2").inner_text()
    async with port.transaction() as session:
        head = (await session.execute(select(Person).where(Person.login == f"head.{CUSTOMS}"))).scalar_one()
    assert told == f"{WAITING} 已由{head.name}于10月16日 10:00先行签收，无需重复签收。"


async def test_a_reply_is_refused_until_the_support_has_answered_or_a_reason_is_given(port, origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open(f"/issues/{URGENT}")
        await page.click("summary:has-text('答复企业')")
        form = page.locator("details[open] form")
        await form.locator("[name=text]").fill("已协调码头优先插电，冻品今晚提离。")
        await form.locator("button").click()
        await page.locator(".refusal").wait_for()
        form = page.locator("details[open] form")
        assert await form.locator("[name=text]").input_value() == "已协调码头优先插电，冻品今晚提离。"
        await form.locator("[name=open_supports_reason]").fill("港口方电话已确认，书面意见随后补。")
        await form.locator("button").click()
        await page.locator(".said").wait_for()
        assert "已答复待回访" in await page.locator(".head").inner_text()
    async with port.transaction() as session:
        replies = (await session.execute(select(Reply.text))).scalars().all()
    assert "已协调码头优先插电，冻品今晚提离。" in replies


async def test_a_hold_goes_on_and_the_page_says_why_other_deeds_are_closed(origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open(f"/issues/{HELD}")
        await page.click("summary:has-text('哪些不能办')")
        reasons = await page.locator(".cannot").inner_text()
        assert "答复企业" in reasons and "仅限于" in reasons
        assert await page.locator(".days li.held").count() >= 2
        await page.click("summary:has-text('恢复计时')")
        await page.locator("details[open] form button").first.click()
        await page.locator("text=已恢复计时。").wait_for()


async def test_a_return_needs_words(origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open(f"/issues/{WAITING}")
        await page.click("summary:has-text('退单')")
        form = page.locator("details[open] form")
        await form.locator("[name=basis]").fill("不归我管")
        await form.locator("button").click()
        assert "请写明退单依据，不少于十个字" in await page.locator(".refusal").inner_text()


async def test_nothing_of_another_agency_is_there(origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.sign_in("handler.maritime-administration")
        page = await visit.open(f"/issues/{WAITING}")
        assert await page.locator("h1").inner_text() == "没有这个页面，或者您无权查看"
        page = await visit.open("/inbox")
        assert await page.locator(".empty strong").inner_text() == "已清零"


async def test_evidence_goes_with_the_answer_and_opens_after_clearing_and_the_houses_file_never(
    port, origin, browser
):
    basis, inside = ("验收批复.pdf", files.PDF), ("内部会商.png", files.png())
    async with visiting(browser, origin) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open(f"/issues/{ASKED}")
        await visit.deed("内部备注", said="备注已保存。", files=[inside], text="已会商，同意安排验收。")
        await visit.deed("答复企业", said="答复已提交", files=[basis], text="验收定于下周四，批复见附件。")
        held = {await one.inner_text(): await one.get_attribute("href") for one in await attached(page)}
    assert set(held) == {"验收批复.pdf", "内部会商.png"}
    async with port.transaction() as session:
        statement = select(Report.follow_code).join(IssueReport).join(Issue)
        code = (await session.execute(statement.where(Issue.reference == ASKED))).scalar_one()
    async with visiting(browser, origin, scripts=False, refusals=True) as visit:
        page = await visit.open(f"/follow/{code}")
        assert [await one.inner_text() for one in await attached(page)] == ["验收批复.pdf"]
        number = held["内部会商.png"].rpartition("/")[2]
        assert (await page.request.get(f"/follow/{code}/attachments/{number}")).status == 404
        await page.click("text=解决了吗？请评价")
        await page.get_by_text("已解决", exact=True).click()
        await page.get_by_text("满意", exact=True).click()
        await page.click("main button.main")
        page = await visit.open(f"/follow/{code}")
        assert "已销号" in await page.locator(".badge").first.inner_text()
        opened = await page.request.get(await (await attached(page))[0].get_attribute("href"))
        assert await opened.body() == files.PDF
    async with port.transaction() as session:
        found = (await session.execute(select(Issue).where(Issue.reference == ASKED))).scalar_one()
        assert (found.status, found.outcome) == ("cleared", "confirmed")


async def attached(page):
    """The files a page offers."""
    return await page.locator(".attached a").all()
