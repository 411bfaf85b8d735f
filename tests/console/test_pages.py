"""Every page: no violation of accessibility, no failing script, nothing from outside, a title and one main heading."""

import pytest

from tests.console.browser import visiting
from tests.console.furnish import furnish
from tests.console.port import NOW
from tests.console.walk import REFUSED, pages
from tests.world import World, instant

LOOK = """[document.querySelectorAll('h1').length, document.title,
  document.documentElement.scrollWidth - innerWidth]"""


@pytest.mark.parametrize(("locale", "width", "scheme"), [("zh", 1440, "light"), ("en", 390, "dark")])
async def test_every_page_is_sound(port, router, origin, browser, locale, width, scheme):
    found, world = [], World(port, instant(NOW))
    await world.reload()
    async with visiting(browser, origin, locale=locale, width=width, scheme=scheme) as visit:
        for login, places in pages(await furnish(world, router)).items():
            if login:
                await visit.sign_in(login)
            for name, path in places.items():
                page = await visit.open(path)
                headings, title, wide = await page.evaluate(LOOK)
                assert headings == 1, name
                assert "·" in title, name
                found += [f"{name}: {wide} px too wide"] if wide > 0 else []
                found += [f"{name}: {one}" for one in await visit.violations()]
    assert not found, "\n".join(found)


async def test_a_page_one_may_not_open_says_so_and_is_sound(origin, browser):
    for login, paths in REFUSED.items():
        async with visiting(browser, origin, refusals=True) as visit:
            await visit.sign_in(login)
            for path in paths:
                page = await visit.open(path)
                assert await page.locator("main h1").inner_text() in (
                    "您的岗位不能打开这个页面",
                    "没有这个页面，或者您无权查看",
                )
                assert not await visit.violations()


async def test_language_and_colours_are_kept_without_scripts(origin, browser):
    async with visiting(browser, origin, scripts=False) as visit:
        page = await visit.open("/report")
        await page.click("text=English")
        assert await page.locator("h1").inner_text() == "Report a problem"
        assert await page.locator("html").get_attribute("lang") == "en"
        for theme in ("light", "dark"):
            await page.click("button[name=theme]")
            assert await page.locator("html").get_attribute("data-theme") == theme


async def test_every_page_says_that_the_data_are_a_sample(origin, browser):
    async with visiting(browser, origin) as visit:
        for path in ("/", "/report", "/sign-in", "/follow"):
            page = await visit.open(path)
            assert "样例数据" in await page.locator(".sample").inner_text()
