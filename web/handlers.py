"""Turning errors into answers, in one place: problem documents for programs, a page for people."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from engine.errors import EngineError, Fault
from engine.outage import DATABASE, passing
from web.faults import refusal
from web.problems import Problem, problem_of

logger = logging.getLogger(__name__)
Render = Callable[[Request, Problem], Awaitable[Response]]
UNREAD = Fault("body", "cannot be read", "send one JSON document in UTF-8", "unreadable")
CODES = {
    400: "malformed",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many",
    503: "unavailable",
}


def install(app: FastAPI, *, page: Render | None = None) -> None:
    """Answer every error; `page` renders a problem for somebody looking at a page."""
    app.state.page_of_problem = page
    app.add_exception_handler(EngineError, engine_error)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(ValidationError, invalid_value)
    app.add_exception_handler(HTTPException, http_error)
    for kind in DATABASE:
        app.add_exception_handler(kind, database_error)
    app.add_exception_handler(Exception, unexpected)


async def answer(request: Request, problem: Problem) -> Response:
    """A page for a browser outside /api, a problem document otherwise."""
    page: Render | None = request.app.state.page_of_problem
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    return await page(request, problem) if page and wants_page else problem.response()


async def engine_error(request: Request, error: Exception) -> Response:
    """An expected refusal."""
    assert isinstance(error, EngineError)
    return await answer(request, problem_of(error, instance=request.url.path))


async def unreadable(request: Request, error: Exception) -> Response:
    """A request that does not have its schema's shape."""
    assert isinstance(error, RequestValidationError)
    return await answer(request, problem_of(refusal(error.errors()), instance=request.url.path))


async def invalid_value(request: Request, error: Exception) -> Response:
    """A value refused by a schema that the route applied itself."""
    assert isinstance(error, ValidationError)
    return await answer(request, problem_of(refusal(error.errors()), instance=request.url.path))


async def http_error(request: Request, error: Exception) -> Response:
    """What the router refused: no such address, no such method."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, EngineError):  # ours, wrapped where the framework reads the body
        return await engine_error(request, error.__cause__)
    code = CODES.get(error.status_code, "internal" if error.status_code >= 500 else "malformed")
    detail = error.detail if isinstance(error.detail, str) else HTTPStatus(error.status_code).phrase
    faults = [UNREAD] if error.status_code == 400 else []
    problem = Problem(code, detail, instance=request.url.path, faults=faults, headers=error.headers or {})
    return await answer(request, problem)


async def database_error(request: Request, error: Exception) -> Response:
    """The database refused a statement: a lost race or connection may be tried again, anything else is our fault."""
    return await (unavailable if passing(error) else unexpected)(request, error)


async def unavailable(request: Request, error: Exception) -> Response:
    """The database cannot be reached or had no connection to spare: nothing was written, and trying again may help."""
    logger.error("unavailable at %s %s: %s", request.method, request.url.path, error)
    detail = "the database cannot be reached; nothing was written, try again"
    problem = Problem("unavailable", detail, instance=request.url.path, headers={"Retry-After": "2"})
    return await answer(request, problem)


async def unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours: logged with its trace, told without it."""
    logger.error("unexpected error at %s %s", request.method, request.url.path, exc_info=error)
    detail = "the fault was logged; nothing was written"
    return await answer(request, Problem("internal", detail, instance=request.url.path))
