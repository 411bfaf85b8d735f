"""The web application: both faces on the one bare application."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

import console.app
import openapi.api
from engine.actions.in_force import InForce, Routing, load_in_force
from engine.database import Database
from engine.settings import Settings
from engine.store import publications
from web import app as web
from web.limits import Limits
from web.rules import Latest


def create_app(
    settings: Settings,
    database: Database,
    now: Callable[[], datetime],
    *,
    router: Routing | None = None,
    limits: Limits | None = None,
    lifespan: web.Lifespan | None = None,
) -> FastAPI:
    """The API under /api/v1 and the pages beside it, over this database and this clock."""
    app = web.bare(
        settings=settings,
        database=database,
        now=now,
        in_force=rules_of(settings, database, router),
        limits=limits,
        page=console.app.problem_page,
        lifespan=lifespan,
    )
    openapi.api.install(app)
    console.app.install(app)
    return app


def rules_of(settings: Settings, database: Database, router: Routing | None) -> Latest:
    """The published rules, read when something new was published."""

    async def load() -> InForce:
        async with database.transaction() as session:
            return await load_in_force(
                session,
                zone=settings.timezone,
                prefix=settings.reference_prefix,
                router=router,
                check_share=settings.check_share,
            )

    async def mark() -> int:
        async with database.transaction() as session:
            return await publications.newest_id(session)

    return Latest(load, mark)
