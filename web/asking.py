"""Who is asking, at what instant, under which rules: the dependencies both faces share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from engine.actions import tokens
from engine.actions.in_force import InForce
from engine.actions.work import Work
from engine.database import Database
from engine.errors import Forbidden
from engine.model.actor import Actor
from engine.model.words import Role
from engine.store import people, sessions
from web import cookies
from web.csrf import guard
from web.errors import NotSignedIn
from web.known import Known
from web.live import Live
from web.sessions import signed
from web.signed import Signed


async def signed_in(request: Request) -> Signed | None:
    """Who is signed in, found once a request: a person by cookie or bearer token, an enterprise by its follow code."""
    if not hasattr(request.state, "signed"):
        request.state.signed = await identified(request)
    known: Signed | None = request.state.signed
    return known


async def identified(request: Request) -> Signed | None:
    """Look the proof up."""
    scheme, _, proof = request.headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return await by_token(request, proof.strip(), via_cookie=False)
        case "follow":
            return await by_code(request, proof.strip())
        case _:
            token = cookies.token_in(request)
            return await by_token(request, token, via_cookie=True) if token else None


async def by_token(request: Request, token: str, *, via_cookie: bool) -> Signed | None:
    """The person of a session token."""
    now, mark, known = now_of(request), tokens.digest(token), known_of(request)
    if who := known.get(mark, now=now):
        return (
            who
            if via_cookie == (who.via == "cookie")
            else replace(who, via="cookie" if via_cookie else "bearer")
        )
    async with database_of(request).transaction() as session:
        found = await sessions.found(session, mark, now=now)
    if found is None:
        return None
    known.keep(who := signed(*found, via_cookie=via_cookie))
    return who


async def by_code(request: Request, code: str) -> Signed | None:
    """The enterprise of a follow code; look-ups are limited, so that codes cannot be tried out."""
    request.app.state.limits.public.use(f"code {address_of(request)}")
    async with database_of(request).transaction() as session:
        report = await people.by_code(session, code.upper())
    if report is None:
        return None
    return Signed(people.bearer(report), via="code")


async def perhaps(request: Request) -> Signed | None:
    """Whoever is asking, if anybody is known; state changes by cookie are guarded."""
    who = await signed_in(request)
    await guard(request, who)
    return who


async def required(request: Request) -> Signed:
    """The one asking; nobody is refused."""
    who = await perhaps(request)
    if who is None:
        raise NotSignedIn("sign in, or send a valid token")
    return who


async def asker(request: Request) -> Actor:
    """The actor asking."""
    return (await required(request)).actor


async def person(request: Request) -> Actor:
    """The person asking; a follow code is not enough."""
    actor = await asker(request)
    if actor.kind != "person":
        raise Forbidden("this is for people who sign in; a follow code is not enough", why="role")
    return actor


def only(by: Actor, *roles: Role) -> None:
    """Refuse everybody whose role is not named; for places that are about no single issue."""
    if by.role not in roles:
        raise Forbidden(f"{by.label} has no access here", why="role")


def now_of(request: Request) -> datetime:
    """The instant, from the process's clock."""
    instant: datetime = request.app.state.now()
    return instant


def database_of(request: Request) -> Database:
    """The pool of this process."""
    database: Database = request.app.state.database
    return database


def live_of(request: Request) -> Live:
    """What keeps this process's pages live."""
    live: Live = request.app.state.live
    return live


def known_of(request: Request) -> Known:
    """Sessions this process looked up a moment ago."""
    known: Known = request.app.state.known
    return known


async def rules_of(request: Request) -> InForce:
    """The published rules in force."""
    rules: InForce = await request.app.state.in_force()
    return rules


def address_of(request: Request) -> str:
    """Where the request came from, as far as the server knows."""
    return request.client.host if request.client else "unknown"


@asynccontextmanager
async def work(request: Request, by: Actor) -> AsyncIterator[Work]:
    """One unit of work: a transaction that is committed when the block ends, and undone if it raises."""
    rules = await rules_of(request)
    async with database_of(request).transaction() as session:
        yield Work(session=session, by=by, now=now_of(request), rules=rules)


SignedIn = Annotated[Signed, Depends(required)]
Perhaps = Annotated[Signed | None, Depends(perhaps)]
Asker = Annotated[Actor, Depends(asker)]
Someone = Annotated[Actor, Depends(person)]
Now = Annotated[datetime, Depends(now_of)]
Db = Annotated[Database, Depends(database_of)]
RulesInForce = Annotated[InForce, Depends(rules_of)]
