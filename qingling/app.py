"""The web application: both faces on the one bare application."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

import console.app
import openapi.api
from engine.actions.in_force import Routing
from engine.database import Database
from engine.settings import Settings
from web import app as web
from web.limits import Limits
from web.rules import latest


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
        in_force=latest(settings, database, router),
        limits=limits,
        page=console.app.problem_page,
        lifespan=lifespan,
    )
    openapi.api.install(app)
    console.app.install(app)
    return app
