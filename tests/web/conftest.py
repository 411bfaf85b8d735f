"""A fresh application over a fresh world for each test."""

from collections.abc import AsyncIterator

import pytest

from engine.database import Database
from tests.wire import Wire


@pytest.fixture
async def wire(database: Database) -> AsyncIterator[Wire]:
    """The application over this test's world."""
    async with Wire.open(database) as wire:
        yield wire
