"""Pictures of every page, for people to look at: both widths, both languages, light and dark."""

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from itertools import product
from pathlib import Path

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
from tests.console.served import served
from tests.console.walk import pages
from tests.world import World, instant

TO = ROOT / ".data" / "screenshots"
RECKONED = 120_000  # milliseconds
Walk = Mapping[str, Mapping[str, str]]
LOOKS = list(product(("zh", "en"), (1440, 390), ("light", "dark")))


async def take(origin: str, browser: Browser, walk: Walk, wanted: str) -> int:
    """One picture for each page and look; returns how many."""
    taken = 0
    for locale, width, scheme in LOOKS:
        for login, found in walk.items():
            chosen = {name: path for name, path in found.items() if wanted in name}
            if not chosen:
                continue
            async with visiting(browser, origin, locale=locale, width=width, scheme=scheme) as visit:
                if login:
                    await visit.sign_in(login)
                for name, path in chosen.items():
                    await picture(visit, path, TO / f"{name}-{width}-{locale}-{scheme}.png")
                    taken += 1
    return taken


async def picture(visit: Visit, path: str, to: Path) -> None:
    """The whole page, when what it reckons beside itself has come."""
    page = await visit.open(path)
    await page.locator(".working").first.wait_for(state="detached", timeout=RECKONED)
    await page.screenshot(path=to, full_page=True)


def folder_for_postgres(folder: str) -> Path:
    """The server may run as another account: it must be able to enter."""
    Path(folder).chmod(0o755)
    return Path(folder) / "postgres"


async def main(wanted: str) -> None:
    """Fill a database of its own, serve it, look at it."""
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
                print(f"{await take(origin, browser, walk, wanted)} pictures in {TO}")
        postgres.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else ""))
