"""Every request has an id that its log lines and its answer carry, and is timed by its route."""

import logging
import secrets
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.logs import about
from web.metrics import Requests

API = "/api/v1"
SLOW = 1.0  # seconds; slower answers are told in the log
log = logging.getLogger(__name__)


class Timing:
    """ASGI middleware; time runs to the first byte, so that a stream without end is no slow request."""

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        self.app, self.requests = app, requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, id = perf_counter(), secrets.token_hex(6)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("x-request-id", id)
                self.told(scope, message["status"], perf_counter() - begun)
            await send(message)

        with about(request=id):
            await self.app(scope, receive, sent)

    def told(self, scope: Scope, status: int, seconds: float) -> None:
        """Count it under its route's template: addresses with references in them would be a metric each."""
        route = template(scope)
        self.requests.took(scope["method"], route, status, seconds)
        log.log(
            logging.INFO if seconds > SLOW else logging.DEBUG,
            "%s %s",
            scope["method"],
            scope["path"],
            extra={"ids": {"status": status, "seconds": round(seconds, 4)}},
        )


def template(scope: Scope) -> str:
    """The route's own path; a router that was included under a prefix knows its routes without it."""
    path = str(getattr(scope.get("route"), "path", "unknown"))
    return API + path if scope["path"].startswith(API) and not path.startswith((API, "unknown")) else path
