"""The application as the benchmarks serve it: the real one, by the real clock, with rules and people already published."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI

from engine.catalog.read import read_catalog
from engine.database import Database
from engine.loaded import keep_loaded
from engine.routing.loading import load_router
from engine.settings import Settings
from qingling.app import create_app

POOL = "BENCH_POOL"
NOW = "BENCH_NOW"  # the instant at which the clock stands; without it, it runs
ROUTED = "BENCH_ROUTED"  # with the router; without it every report waits for a person


def instant() -> datetime:
    """What time it is."""
    return datetime.fromisoformat(os.environ[NOW]) if NOW in os.environ else datetime.now(UTC)


def app() -> FastAPI:
    """What uvicorn serves; its settings come from the environment."""
    settings = Settings()
    database = Database(settings.database_url or "", pool_size=int(os.environ.get(POOL, settings.pool_size)))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await app.state.in_force()
        keep_loaded()
        yield
        await database.close()

    router = load_router(settings, read_catalog(settings.catalog)) if ROUTED in os.environ else None
    return create_app(settings, database, instant, router=router, lifespan=lifespan)
