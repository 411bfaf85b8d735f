"""The application as the benchmarks serve it: the real one, by the real clock, with rules and people already published."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI

from engine.database import Database
from engine.settings import Settings
from qingling.app import create_app

POOL = "BENCH_POOL"


def app() -> FastAPI:
    """What uvicorn serves; its settings come from the environment."""
    settings = Settings()
    database = Database(settings.database_url or "", pool_size=int(os.environ.get(POOL, settings.pool_size)))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await database.close()

    return create_app(settings, database, lambda: datetime.now(UTC), lifespan=lifespan)
