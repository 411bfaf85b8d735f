"""Putting the console on an application: its pages, its own files."""

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from console import (
    accounts,
    administration,
    audit,
    board,
    calendar,
    callbacks,
    catalog,
    commons,
    desk,
    export,
    files,
    follow,
    front,
    importing,
    inbox,
    issue,
    ledger,
    limits,
    live,
    mailbox,
    orchestration,
    own_account,
    queues,
    rate,
    receivers,
    release,
    report,
    routing,
    runs,
    sign_in,
    unsubscribe,
    wordings,
)
from console.problems import problem_page as problem_page
from console.render import STATIC
from console.so_far import SoFar

PAGES = (
    export,
    front,
    report,
    rate,
    follow,
    sign_in,
    desk,
    inbox,
    ledger,
    issue,
    files,
    callbacks,
    queues,
    board,
    release,
    commons,
    catalog,
    importing,
    limits,
    routing,
    calendar,
    wordings,
    accounts,
    own_account,
    administration,
    audit,
    runs,
    orchestration,
    mailbox,
    live,
    unsubscribe,
    receivers,
)
YEAR = 365 * 24 * 3600


class Files(StaticFiles):
    """Our own files; one asked for by its content's hash may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file."""
        response = await super().get_response(path, scope)
        if scope["query_string"] and response.status_code == 200:
            response.headers["cache-control"] = f"public, max-age={YEAR}, immutable"
        return response


def install(app: FastAPI) -> None:
    """Add every page; they stand in no contract."""
    app.state.so_far = SoFar(app.state.database)
    for pages in PAGES:
        app.include_router(pages.router, include_in_schema=False)
    app.mount("/static", Files(directory=STATIC), name="static")
