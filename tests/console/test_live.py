"""Pages stay live without losing one's place: what is new appears, what was ticked or typed stays, colleagues are seen."""

import asyncio
from collections.abc import AsyncIterator

import httpx
from sqlalchemy import delete

from console import live
from engine.actions.remark import comment
from engine.model.person import WebSession
from tests.console.browser import visiting
from tests.console.port import NOW, PASSWORD
from tests.console.served import served
from tests.console.test_handler_day import URGENT, WAITING, claimed_by_a_colleague, done_by, lead
from tests.console.walk import HANDLER
from tests.world import CUSTOMS, instant

HEAD = f"head.{CUSTOMS}"


async def test_a_colleagues_claim_appears_and_the_tick_and_the_focus_stay(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open("/inbox")
        other = page.locator("tr", has_text="提前申报的货物")
        await other.locator("input").check()
        await claimed_by_a_colleague(port, WAITING)
        await page.locator("tr", has_text=WAITING).get_by_text("已签收").wait_for()
        await page.locator("#tabs").get_by_text("待签收 1").wait_for()
        assert await other.locator("input").is_checked()
        assert await other.locator("input").evaluate("one => one === document.activeElement")


async def test_what_is_typed_stays_and_the_story_goes_on(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open(f"/issues/{URGENT}")
        await page.click("summary:has-text('答复企业')")
        typed = page.locator("details[open] [name=text]")
        await typed.fill("已协调码头优先插电。")
        await done_by(port, HEAD, comment, (await lead(port, URGENT)).issue_id, text="处长已阅，请抓紧。")
        await page.locator(".story").get_by_text("处长已阅，请抓紧。").wait_for()
        await page.locator(".meanwhile").wait_for()
        assert await typed.input_value() == "已协调码头优先插电。"
        assert not await visit.violations()


async def test_two_people_at_one_issue_see_each_other_through_two_servers(
    port_url, port, origin, browser, router
):
    with served(port_url, instant(NOW), router=router) as elsewhere:
        async with visiting(browser, origin) as one, visiting(browser, elsewhere) as two:
            await one.sign_in(HANDLER)
            await two.sign_in("arbitrator")
            mine, theirs = await one.open(f"/issues/{URGENT}"), await two.open(f"/issues/{URGENT}")
            await mine.locator("#here").get_by_text("正在查看").wait_for()
            await mine.click("summary:has-text('答复企业')")
            await mine.locator("details[open] [name=text]").focus()
            await theirs.locator("#here").get_by_text("正在填写答复").wait_for()
            assert "天津海关" in await theirs.locator("#here").inner_text()
            assert not await two.violations()
            await theirs.goto("about:blank")
            await mine.locator("#here .badge").wait_for(state="detached")


async def test_without_a_stream_the_page_asks_every_half_minute(port, origin, browser):
    async with visiting(browser, origin, refusals=True) as visit:
        await visit.page.route("**/live?*", lambda route: route.fulfill(status=429))
        await visit.page.clock.install()
        await visit.sign_in(HANDLER)
        async with visit.page.expect_response("**/live?*"):
            page = await visit.open("/inbox")
        await claimed_by_a_colleague(port, WAITING)
        claimed = page.locator("tr", has_text=WAITING).get_by_text("已签收")
        while not await claimed.count():
            await page.clock.fast_forward(31_000)
            await page.evaluate("new Promise(done => requestAnimationFrame(done))")


async def streamed(client: httpx.AsyncClient, **headers: str) -> AsyncIterator[str]:
    """The lines of the inbox's stream, until the server ends it."""
    async with client.stream("GET", "/live", headers=headers, timeout=60) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            yield line


async def changed(lines: AsyncIterator[str]) -> None:
    """Wait until the stream says so."""
    while await anext(lines) != "event: changed":
        pass


async def signed_in(origin: str) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=origin, headers={"accept": "text/html"})
    await client.post("/sign-in", data={"login": HANDLER, "password": PASSWORD})
    return client


async def test_a_stream_goes_on_from_the_last_event_and_ends_with_the_session(port, origin, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 0.2)
    client = await signed_in(origin)
    async with asyncio.timeout(90):
        lines = streamed(client)
        mark = [await anext(lines) for _ in range(2)][1].removeprefix("id: ")
        await claimed_by_a_colleague(port, WAITING)
        await changed(lines)
        await changed(streamed(client, **{"Last-Event-ID": mark}))
        client.cookies.clear()
        async with port.transaction() as session:
            await session.execute(delete(WebSession))
        async for _ in lines:
            pass  # the session is gone: the server ends the stream by itself
    await client.aclose()


async def test_a_server_that_stops_ends_its_streams_properly(port_url, router):
    with served(port_url, instant(NOW), router=router) as address:
        client = await signed_in(address)
        lines = streamed(client)
        await anext(lines)
    async for _ in lines:
        pass  # a stream that is cut would raise here
    await client.aclose()
