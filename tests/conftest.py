"""What every test may ask for: a server of our own, and a database fresh from the migrations for each test."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings

from engine.database import Database
from engine.postgres import OWNER, EmbeddedPostgres
from engine.store.migrate import migrate
from tests.world import World

SERVICE = "qingling_service"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",
}
KEPT = {"QINGLING_CHROMIUM"}
WORLDS = {"world", "wire", "inhabited"}  # fixtures of tests that open a world in their database
numbers = count(1)


def pytest_configure() -> None:
    """The same cases every time; an installation's own settings must not reach the tests."""
    settings.register_profile("house", derandomize=True, deadline=None)
    settings.load_profile("house")
    for name in [name for name in os.environ if name.startswith("QINGLING_") and name not in KEPT]:
        del os.environ[name]


def memory() -> Path:
    """A folder for this run's server, in memory where there is some; those of runs that died are removed."""
    base = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path("/var/tmp")
    for old in base.glob("qingling-tests-*"):
        if not Path(f"/proc/{old.name.rpartition('-')[2]}").exists():
            shutil.rmtree(old, ignore_errors=True)
    folder = base / f"qingling-tests-{os.getpid()}"
    folder.mkdir(mode=0o755)
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The one PostgreSQL of a test run: fast and forgetful."""
    folder = memory()
    server = EmbeddedPostgres.start(folder / "postgres", conf=FAST)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def template(postgres: EmbeddedPostgres) -> str:
    """The name of a database that was migrated once and that the others are copied from."""
    await migrate(await postgres.ensure_database("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
async def settled(postgres: EmbeddedPostgres, template: str) -> str:
    """The name of another that holds the port's rules and people besides, for tests that open a world."""
    async with copied(postgres, template, "settled", keep=True) as url:
        database = Database(url)
        await World.open(database)
        await database.close()
    return "settled"


@asynccontextmanager
async def copied(
    postgres: EmbeddedPostgres, template: str, name: str, *, keep: bool = False
) -> AsyncIterator[str]:
    """The address of a copy of that database while the block lasts; the role owns it."""
    keeper = await asyncpg.connect(host=str(postgres.sockets), user=OWNER, database="postgres")
    try:
        await keeper.execute(f"create database {name} template {template} strategy file_copy")
        try:
            yield postgres.url(name)
        finally:
            if not keep:
                await keeper.execute(f"drop database {name} with (force)")
    finally:
        await keeper.close()


@pytest.fixture
async def database_url(
    request: pytest.FixtureRequest, postgres: EmbeddedPostgres, template: str, settled: str
) -> AsyncIterator[str]:
    """The address of a database of this test's own, with no rows in it unless the test asks for a world."""
    opened = WORLDS & set(request.fixturenames)
    async with copied(postgres, settled if opened else template, f"test_{next(numbers)}") as url:
        yield url


@pytest.fixture
def inhabited() -> None:
    """Asked for by modules whose tests open a world themselves: its rules and people stand in their database already."""


@pytest.fixture
def service_url(database_url: str) -> str:
    """The same database as the service sees it: a role that owns nothing and cannot rewrite the trail."""
    return database_url.replace(f"//{OWNER}@", f"//{SERVICE}@")


@pytest.fixture
async def database(service_url: str) -> AsyncIterator[Database]:
    """A pool on this test's database, as the service."""
    made = Database(service_url, pool_size=4)
    yield made
    await made.close()


@pytest.fixture
async def world(database: Database) -> World:
    """A port with its published rules and people, at nine in the morning of 8 October 2026."""
    return await World.open(database)
