"""Debian's Chromium, and a person at it: nothing may leave the host, no script may fail."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.console.port import PASSWORD
from web import cookies

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = "/static/vendor/axe.min.js?kept"  # fetched and compiled once for all pages of a visit
VIOLATIONS = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.flatMap(one =>
  one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)} (${node.failureSummary.slice(0, 160)})`)))"""
PATIENCE = 60_000  # milliseconds
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


def chromium() -> str:
    """The browser's program; without one the tests fail, they never skip."""
    return os.environ.get("QINGLING_CHROMIUM", "/usr/bin/chromium")


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        await browser.close()


@dataclass
class Visit:
    """One person's browser: their page, and what went wrong in it."""

    page: Page
    context: BrowserContext
    origin: str
    wrong: list[str] = field(default_factory=list)

    async def open(self, path: str) -> Page:
        """Go to a page of the house; it is loaded with its scripts and sheets."""
        await self.page.goto(path)
        return self.page

    async def sign_in(self, login: str) -> None:
        """Through the door, whoever was here before."""
        await self.context.clear_cookies(name=cookies.NAME)
        await self.open("/sign-in")
        await self.page.fill("#login", login)
        await self.page.fill("#password", PASSWORD)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_url(lambda url: "/sign-in" not in url)

    async def deed(
        self,
        summary: str,
        *,
        said: str,
        picked: str = "",
        files: Sequence[tuple[str, bytes]] = (),
        **fields: str,
    ) -> None:
        """Open a deed on an issue's page, pick, attach and fill in, send, and read that it is done."""
        await self.page.click(f"summary:has-text('{summary}')")
        form = self.page.locator("details[open] form")
        if picked:
            await form.get_by_text(picked).click()
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            if await field.evaluate("one => one.tagName") == "SELECT":
                await field.select_option(value)
            else:
                await field.fill(value)
        if files:
            chosen = [{"name": name, "mimeType": "", "buffer": content} for name, content in files]
            await form.locator("input[type=file]").set_input_files(chosen)  # type: ignore[arg-type]
        await form.locator("button:not([type=button])").click()
        await self.page.locator(f"text={said}").wait_for()

    async def violations(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands, by WCAG 2.2 AA and good practice."""
        await self.page.add_script_tag(url=AXE)
        return list(await self.page.evaluate(VIOLATIONS))


@asynccontextmanager
async def visiting(
    browser: Browser,
    origin: str,
    *,
    locale: str = "zh",
    width: int = 1280,
    scheme: str = "light",
    scripts: bool = True,
    refusals: bool = False,
) -> AsyncIterator[Visit]:
    """A fresh browser of somebody; leaving it, nothing may have gone wrong (`refusals`: 4xx answers are expected)."""
    context = await browser.new_context(
        base_url=origin,
        viewport={"width": width, "height": 900},
        locale=LOCALES[locale],
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
    )
    context.set_default_timeout(PATIENCE)
    if locale != "zh":  # people of the house have a language of their own; the page's switch overrules it
        await context.add_cookies([{"name": "locale", "value": locale, "url": origin}])
    page = await context.new_page()
    visit = Visit(page, context, origin)
    watch(visit, refusals=refusals)
    yield visit
    await context.close()
    assert not visit.wrong, visit.wrong


def watch(visit: Visit, *, refusals: bool) -> None:
    """Note requests that leave the host, errors of scripts and answers that are errors."""
    host = urlsplit(visit.origin).netloc

    def requested(request: Any) -> None:
        if urlsplit(request.url).netloc != host and not request.url.startswith(("data:", "blob:", "about:")):
            visit.wrong.append(f"left the host: {request.url}")

    def answered(response: Any) -> None:
        if response.status >= (500 if refusals else 400):
            visit.wrong.append(f"{response.status} {response.url}")

    def said(message: Any) -> None:
        if message.type == "error" and not (refusals and "Failed to load resource" in message.text):
            visit.wrong.append(f"console: {message.text}")

    visit.page.on("request", requested)
    visit.page.on("response", answered)
    visit.page.on("console", said)
    visit.page.on("pageerror", lambda error: visit.wrong.append(f"script: {error}"))
