"""Each test meets a port in the middle of a working week, through a real server and a real browser."""

from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest
from playwright.async_api import Browser

from engine.actions.in_force import Routing
from engine.catalog.read import read_catalog
from engine.database import Database
from engine.postgres import OWNER, EmbeddedPostgres
from engine.routing.loading import load_router
from engine.settings import Settings
from tests.conftest import SERVICE, copied
from tests.console.browser import launched
from tests.console.port import NOW, fill
from tests.console.served import served
from tests.world import World, instant

numbers = count(1)


@pytest.fixture(scope="session")
def router() -> Routing | None:
    """The port's real router."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    return load_router(settings, read_catalog(settings.catalog))


@pytest.fixture(scope="session")
async def filled(postgres: EmbeddedPostgres, settled: str, router: Routing | None) -> str:
    """A database with the port's story in it, to be copied."""
    async with copied(postgres, settled, "console_filled", keep=True) as url:
        database = Database(url)
        await fill(await World.open(database), router)
        await database.close()
    return "console_filled"


@pytest.fixture
async def port_url(postgres: EmbeddedPostgres, filled: str) -> AsyncIterator[str]:
    """A copy of it, this test's alone."""
    async with copied(postgres, filled, f"console_{next(numbers)}") as url:
        yield url


@pytest.fixture
async def port(port_url: str) -> AsyncIterator[Database]:
    """The same database, for looking at what was written."""
    database = Database(port_url)
    yield database
    await database.close()


@pytest.fixture
def origin(port_url: str, router: Routing | None) -> Iterator[str]:
    """The address of the server, which works as the role that owns nothing."""
    with served(port_url.replace(f"//{OWNER}@", f"//{SERVICE}@"), instant(NOW), router=router) as address:
        yield address


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for the run; every test opens its own context in it."""
    async with launched() as one:
        yield one
