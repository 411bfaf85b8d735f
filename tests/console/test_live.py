"""The inbox stays live without losing one's place: what is new appears, what was ticked stays ticked."""

from tests.console.browser import visiting
from tests.console.test_handler_day import WAITING, claimed_by_a_colleague
from tests.console.walk import HANDLER


async def test_a_colleagues_claim_appears_and_the_tick_stays(port, origin, browser):
    async with visiting(browser, origin) as visit:
        await visit.sign_in(HANDLER)
        page = await visit.open("/inbox")
        other = page.locator("tr", has_text="提前申报的货物")
        await other.locator("input").check()
        await claimed_by_a_colleague(port, WAITING)
        await page.evaluate(
            "htmx.ajax('GET', '/inbox', {target: '#work', select: '#work', swap: 'outerMorph'})"
        )
        await page.locator("tr", has_text=WAITING).get_by_text("已签收").wait_for()
        assert await other.locator("input").is_checked()
        assert await page.locator("#work").get_attribute("hx-trigger") == "every 30s"
