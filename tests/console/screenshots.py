"""Pictures of every page, for people to look at: both widths, both languages, light and dark."""

import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import TypeVar

from playwright.async_api import Browser

from engine.catalog.read import read_catalog
from engine.database import Database
from engine.postgres import EmbeddedPostgres
from engine.routing.loading import load_router
from engine.settings import ROOT, Settings
from engine.store.migrate import migrate
from tests.console.browser import Visit, launched, visiting
from tests.console.furnish import furnish
from tests.console.port import NOW, fill
from tests.console.scenes import SCENES, beside
from tests.console.served import served
from tests.console.walk import pages
from tests.world import World, instant

TO = ROOT / ".data" / "screenshots"
RECKONED = 120_000  # milliseconds
LOOKS = list(product(("zh", "en"), (1440, 390), ("light", "dark")))
NAMED = {str(one) for look in LOOKS for one in look}
Look = tuple[str, int, str]
T = TypeVar("T")


async def take(
    origin: str, browser: Browser, walk: Mapping[str, Mapping[str, str]], look: Look, words: Sequence[str]
) -> int:
    """One picture for each page and scene in one look; returns how many."""
    locale, width, scheme = look
    seen = partial(visiting, browser, origin, locale=locale, width=width, scheme=scheme)
    end, taken = f"{width}-{locale}-{scheme}.png", 0
    for login, paths in chosen(walk, words).items():
        async with seen() as visit:
            await enter(visit, login)
            for name, path in paths.items():
                await visit.open(path)
                await picture(visit, TO / f"{name}-{end}")
                taken += 1
    for login, scenes in chosen(SCENES, words).items():
        for name, scene in scenes.items():
            async with beside(name, browser, origin), seen(refusals=True) as visit:
                await enter(visit, login)
                await scene(visit)
                await picture(visit, TO / f"{name}-{end}")
                taken += 1
    return taken


def chosen(named: Mapping[str, Mapping[str, T]], words: Sequence[str]) -> dict[str, dict[str, T]]:
    """Of each person those whose name holds one of the words; all, if there are none."""
    kept = {
        login: {name: one for name, one in found.items() if not words or any(word in name for word in words)}
        for login, found in named.items()
    }
    return {login: found for login, found in kept.items() if found}


async def enter(visit: Visit, login: str) -> None:
    """Sign in, unless it is a visitor's page."""
    if login:
        await visit.sign_in(login)


async def picture(visit: Visit, to: Path) -> None:
    """The whole page, when what it reckons beside itself has come."""
    await visit.page.locator(".working").first.wait_for(state="detached", timeout=RECKONED)
    await visit.page.screenshot(path=to, full_page=True)


def folder_for_postgres(folder: str) -> Path:
    """The server may run as another account: it must be able to enter."""
    Path(folder).chmod(0o755)
    return Path(folder) / "postgres"


async def main(words: Sequence[str]) -> None:
    """Fill a database of its own, serve it, look at it."""
    looks = [look for look in LOOKS if {one for one in words if one in NAMED} <= set(map(str, look))]
    words = [one for one in words if one not in NAMED]
    TO.mkdir(parents=True, exist_ok=True)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    router = load_router(settings, read_catalog(settings.catalog))
    with tempfile.TemporaryDirectory(prefix="qingling-screenshots-", ignore_cleanup_errors=True) as folder:
        postgres = EmbeddedPostgres.start(folder_for_postgres(folder))
        url = await postgres.ensure_database("screenshots")
        await migrate(url)
        database = Database(url)
        world = await fill(await World.open(database), router)
        walk = pages(await furnish(world, router))
        await database.close()
        with served(url, instant(NOW), router=router) as origin:
            async with launched() as browser:
                taken = [await take(origin, browser, walk, look, words) for look in looks]
        print(f"{sum(taken)} pictures in {TO}")
        postgres.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
