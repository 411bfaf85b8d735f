"""A fresh application over a fresh world for each test."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from engine.database import Database
from engine.postgres import OWNER, EmbeddedPostgres
from openapi import api, contract
from tests.conftest import SERVICE, copied
from tests.wire import Wire


@pytest.fixture
async def wire(database: Database) -> AsyncIterator[Wire]:
    """The application over this test's world."""
    async with Wire.open(database) as wire:
        yield wire


@pytest.fixture(scope="session")
def contracted() -> set[str]:
    """Every operation of the contract, as `method path`."""
    app = FastAPI()
    api.install(app)
    paths = contract.described(app)["paths"]
    return {
        f"{method} {path.removeprefix(contract.PREFIX)}"
        for path, operations in paths.items()
        for method in operations
    }


@pytest.fixture(scope="module")
async def shared(postgres: EmbeddedPostgres, settled: str) -> AsyncIterator[Wire]:
    """One application for all tests of a module that bring issues of their own."""
    async with copied(postgres, settled, "shared") as url:
        database = Database(url.replace(f"//{OWNER}@", f"//{SERVICE}@"), pool_size=4)
        async with Wire.open(database) as wire:
            yield wire
        await database.close()
