"""The bare application: its state, its limits, its answers to errors. Faces are put on it by who composes them."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine.actions.in_force import InForce
from engine.database import Database
from engine.errors import EngineError
from engine.rules.standing import standing
from engine.settings import Settings
from engine.store import duties
from web import handlers, metrics
from web.bodies import BodyLimit
from web.codes import explained
from web.headers import SafeHeaders
from web.known import Known
from web.limits import Limits, limits_of
from web.live import Live
from web.metrics import Requests
from web.problems import Problem
from web.secret import secret_of
from web.timing import Timing
from web.uploads import body_limit

COMPRESSION = 5  # of 9: half the time of the highest for two hundredths of the size
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def bare(
    *,
    settings: Settings,
    database: Database,
    now: Callable[[], datetime],
    in_force: Callable[[], Awaitable[InForce]],
    limits: Limits | None = None,
    page: handlers.Render | None = None,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """An application that knows who asks and how to refuse, and answers whether it lives and is ready."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json", lifespan=lifespan)
    app.state.settings, app.state.database = settings, database
    app.state.now, app.state.in_force = now, in_force
    app.state.secret = secret_of(settings)
    app.state.limits, app.state.known = limits or limits_of(settings), Known()
    app.state.live, app.state.requests = Live(database), Requests()
    app.state.vital = {}
    app.add_middleware(BodyLimit, limit=app.state.limits.body, with_files=body_limit(app.state.limits.files))
    app.add_middleware(SafeHeaders)
    app.add_middleware(GZipMiddleware, compresslevel=COMPRESSION)
    app.add_middleware(Timing, requests=app.state.requests)
    handlers.install(app, page=page)
    app.add_api_route("/healthz", alive, include_in_schema=False)
    app.include_router(metrics.router, include_in_schema=False)
    app.add_api_route("/readyz", ready_of(app), include_in_schema=False)
    app.add_route("/problems/{code}", explained, include_in_schema=False)
    return app


async def alive(request: Request) -> Response:
    """The process answers, and the threads it cannot do without still run; a supervisor restarts what is not alive."""
    parts = {name: well() for name, well in request.app.state.vital.items()}
    return JSONResponse(
        {"alive": all(parts.values()), **parts}, status_code=200 if all(parts.values()) else 503
    )


def ready_of(app: FastAPI) -> Callable[[], Awaitable[Response]]:
    """Whether the database answers and rules are published; besides, by which road duties go."""

    async def ready() -> Response:
        try:
            async with app.state.database.transaction() as session:
                seen = await duties.every(session)
            await app.state.in_force()
        except (EngineError, OSError) as wrong:
            return Problem("unavailable", str(wrong), instance="/readyz").response()
        stands = standing(((one.last_ok_at, one.mode) for one in seen), app.state.now())
        return JSONResponse({"ready": True, "duties": stands})

    return ready
