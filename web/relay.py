"""Handing requests on to a server that only this machine reaches, and its answers back, behind our own sign-in."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from starlette.requests import Request
from starlette.responses import Response

from engine.errors import EngineError

SENT = ("accept", "accept-language", "content-type", "if-none-match", "if-modified-since")
RETURNED = ("content-type", "cache-control", "etag", "last-modified")
SECONDS = 30.0
POLICY = (  # of a foreign page: its own scripts and styles, and nothing from elsewhere
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)


class Silent(EngineError):
    """The server behind does not answer."""

    code = "unavailable"


@dataclass(frozen=True, slots=True)
class Upstream:
    """A server, and what we show it; cookies and tokens of our readers it never sees."""

    root: str  # scheme, host, port
    headers: Mapping[str, str]


async def relay(request: Request, upstream: Upstream, path: str) -> Response:
    """Ask it the same, and answer the same."""
    headers = {name: request.headers[name] for name in SENT if name in request.headers}
    try:
        answer = await client_of(request).request(
            request.method,
            f"{upstream.root}{path}",
            params=request.url.query.encode() or None,
            content=await request.body(),
            headers={**headers, **upstream.headers},
        )
    except httpx.HTTPError as error:
        raise Silent(f"{path.split('/')[1]} does not answer yet; try again in a moment") from error
    return Response(answer.content, status_code=answer.status_code, headers=returned(answer, upstream))


def client_of(request: Request) -> httpx.AsyncClient:
    """One client for a process: making one costs more than asking."""
    if not hasattr(request.app.state, "relaying"):
        request.app.state.relaying = httpx.AsyncClient(trust_env=False, timeout=SECONDS)
    client: httpx.AsyncClient = request.app.state.relaying
    return client


def returned(answer: httpx.Response, upstream: Upstream) -> dict[str, str]:
    """The answer's headers that mean something here; a redirect stays on this side."""
    kept = {name: answer.headers[name] for name in RETURNED if name in answer.headers}
    if "location" in answer.headers:
        kept["location"] = answer.headers["location"].removeprefix(upstream.root)
    return {**kept, "content-security-policy": POLICY}
