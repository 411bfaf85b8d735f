"""Prefect's own pages behind our sign-in: who administers sees flow runs, deployments and logs, and may start a run."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from engine.errors import NotConfigured
from engine.model.words import Role
from web.asking import only, signed_in
from web.csrf import own_origin
from web.errors import NotSignedIn
from web.relay import Upstream, relay
from web.signed import Signed

BASE = "/prefect"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
router = APIRouter()


@router.api_route(BASE, methods=METHODS)
@router.api_route(BASE + "/{path:path}", methods=METHODS)
async def pages(
    request: Request, who: Annotated[Signed | None, Depends(signed_in)], path: str = ""
) -> Response:
    """A page, a file or an answer of its API; its scripts know no form token, so the origin is checked instead."""
    if who is None:
        raise NotSignedIn("this page is for people who sign in")
    only(who.actor, Role.ADMIN)
    own_origin(request)
    upstream = upstream_of(request)
    if path == "api" or path.startswith("api/"):
        return await relay(request, upstream, f"/{path}")
    answer = await relay(request, upstream, f"{BASE}/{path}")
    return unlocked(answer) if path == "ui-settings" else answer


def upstream_of(request: Request) -> Upstream:
    """Where Prefect's server is, as the process that serves us knows it."""
    found: Upstream | None = (
        request.app.state.orchestrator() if hasattr(request.app.state, "orchestrator") else None
    )
    if found is None:
        raise NotConfigured("no Prefect server is set (PREFECT_API_URL)")
    return found


def unlocked(answer: Response) -> Response:
    """Its page need not ask for a password: who gets here has signed in, and we show the password ourselves."""
    settings: dict[str, Any] = orjson.loads(answer.body)
    return Response(orjson.dumps(settings | {"auth": None}), media_type="application/json")
