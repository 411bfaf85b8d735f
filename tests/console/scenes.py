"""What no address shows by itself: files just chosen, a form with faults, a colleague on the same issue, a refusal."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from playwright.async_api import Browser

from tests import files
from tests.console.browser import Visit, visiting
from tests.console.walk import HANDLER, OPERATOR, VISITOR

Scene = Callable[[Visit], Awaitable[None]]
SHARED, CLAIMED, OPEN = "QL-261012-000005", "QL-261015-000011", "QL-261015-000010"
HEARD = "进口冷冻牛肉到港三天，查验排不上，冷藏箱插电费每天八百，请帮忙协调提离。"


async def files_chosen(visit: Visit) -> None:
    """The report form with a photo and a paper."""
    page = await visit.open("/report")
    await page.fill("#text", HEARD)
    named = (("箱体照片.png", files.png(640, 480)), ("提单.pdf", files.PDF))
    await page.set_input_files(
        "#files", [{"name": name, "mimeType": "", "buffer": content} for name, content in named]
    )


async def report_with_faults(visit: Visit) -> None:
    """Everything wrong with a report, marked where it is."""
    page = await visit.open("/report")
    await page.fill("#text", HEARD)
    await page.click("main form details summary")
    await page.fill("#enterprise_code", "12345")
    await page.fill("#mail", "a@b")
    await page.locator("form").evaluate_all("forms => forms.forEach(one => { one.noValidate = true })")
    await page.click("main button.main")
    await page.locator(".refusal").wait_for()


async def person_with_faults(visit: Visit) -> None:
    """An account that cannot be."""
    page = await visit.open("/people/new")
    await page.fill("#login", "admin")
    await page.fill("#name", "王丽")
    await page.select_option("#role", "handler")
    await page.fill("#password", "123")
    await page.click("main form button.main")
    await page.locator(".refusal").wait_for()


async def reply_refused(visit: Visit) -> None:
    """A reply before the support has answered: the words stay, and the way on is told."""
    page = await visit.open(f"/issues/{SHARED}")
    deed = page.locator("details", has=page.locator("form[action*='/reply/']"))
    await deed.locator("summary").click()
    await deed.locator("[name=text]").fill("已协调码头优先插电，冻品今晚提离。")
    await deed.locator("form button").last.click()
    await page.locator(".refusal").wait_for()


async def claimed_before(visit: Visit) -> None:
    """A second claim, of what a colleague has claimed since the list was opened."""
    page = await visit.open("/inbox")
    taken = (await page.locator("tr", has_text=CLAIMED).get_attribute("id") or "").removeprefix("line-")
    box = page.locator("tr", has_text=OPEN).locator("input")
    await box.evaluate("(one, taken) => { one.value = taken }", taken)
    await box.check()
    await page.click(".bulk button.main")
    await page.locator(".refusal").wait_for()


async def caller_on_the_line(visit: Visit) -> None:
    """The desk while the caller talks: likely measures, agency, earlier issues."""
    page = await visit.open("/desk?caller=13900001234")
    await page.locator("#text").press_sequentially("仓单信息和报关单对不上，船明天就走了")
    await page.locator("#measure-title").wait_for()


async def forbidden(visit: Visit) -> None:
    """A page of another post."""
    await visit.open("/board")


async def missing(visit: Visit) -> None:
    """An issue that is not there, or not for this reader."""
    await visit.open("/issues/QL-000000-000000")


async def looked_at(visit: Visit) -> None:
    """An issue somebody else has open too."""
    page = await visit.open(f"/issues/{SHARED}")
    await page.locator("#here b").first.wait_for()


SCENES: Mapping[str, Mapping[str, Scene]] = {  # who → name of the picture → what is done for it
    VISITOR: {
        "report-files": files_chosen,
        "report-faults": report_with_faults,
    },
    HANDLER: {
        "claimed-before": claimed_before,
        "issue-refused": reply_refused,
        "issue-together": looked_at,
        "forbidden": forbidden,
        "missing": missing,
    },
    OPERATOR: {"desk-typed": caller_on_the_line},
    "admin": {"person-faults": person_with_faults},
}


@asynccontextmanager
async def somebody_else(browser: Browser, origin: str) -> AsyncIterator[None]:
    """The arbitrator has the shared issue open meanwhile."""
    async with visiting(browser, origin) as visit:
        await visit.sign_in("arbitrator")
        await visit.open(f"/issues/{SHARED}")
        yield


def beside(name: str, browser: Browser, origin: str) -> AbstractAsyncContextManager[None]:
    """What else goes on while a scene is played."""
    return somebody_else(browser, origin) if name == "issue-together" else nullcontext()
