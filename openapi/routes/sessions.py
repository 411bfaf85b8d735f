"""Sessions: a program signs in for a token and sends it as `Authorization: Bearer …`."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from openapi.schemas.sessions import Current, SessionTold, SignIn, Who
from web.asking import Db, Now, SignedIn, address_of, known_of
from web.csrf import own_origin
from web.sessions import sign_in, sign_out

router = APIRouter(prefix="/sessions", tags=["sessions"])


@router.post("", status_code=201)
async def open_session(asked: SignIn, request: Request, database: Db, now: Now) -> SessionTold:
    """Sign in; wrong tries are limited by address and login."""
    own_origin(request)
    limits, address = request.app.state.limits, address_of(request)
    opened = await sign_in(database, asked.login, asked.password, now=now, limits=limits, address=address)
    expires_at = opened.signed.expires_at or now
    person = Who.model_validate(opened.signed.actor)
    return SessionTold(token=opened.token, expires_at=expires_at, person=person)


@router.get("/current")
async def current_session(who: SignedIn) -> Current:
    """Who is asking."""
    person = Who.model_validate(who.actor)
    return Current(kind=who.actor.kind, person=person, csrf=who.csrf, expires_at=who.expires_at)


@router.delete("/current", status_code=204)
async def close_session(who: SignedIn, request: Request, database: Db) -> Response:
    """Sign out."""
    await sign_out(database, who, known_of(request))
    return Response(status_code=204)
