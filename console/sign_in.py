"""Signing in and out, and where one lands."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from console.navigation import home
from console.reading import Anyone
from console.refusals import refusal
from console.render import page
from console.view import View
from engine.errors import EngineError
from web import cookies, csrf, sessions
from web.asking import address_of, database_of, known_of, perhaps

router = APIRouter()


@router.get("/sign-in")
async def door(view: Anyone, next: str = "/") -> Response:
    """The form; who is signed in goes on."""
    if view.by:
        return go(inside(next))
    return page(view, "pages/sign_in.html", refused=None, login="", next=inside(next))


@router.post("/sign-in")
async def enter(
    view: Anyone,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Open a session; a refusal keeps the login as typed."""
    csrf.own_origin(view.request)
    try:
        opened = await sessions.sign_in(
            database_of(view.request),
            login.strip(),
            password,
            now=view.now,
            limits=view.request.app.state.limits,
            address=address_of(view.request),
        )
    except EngineError as error:
        told = refusal(view, error)
        return page(view, "pages/sign_in.html", refused=told, login=login, next=inside(next))
    response = go(inside(next))
    cookies.remember(response, opened, public_url=str(view.request.base_url))
    return response


@router.post("/sign-out")
async def leave(view: Anyone) -> Response:
    """End the session."""
    if who := await perhaps(view.request):
        await sessions.sign_out(database_of(view.request), who, known_of(view.request))
    response = go("/")
    cookies.forget(response, public_url=str(view.request.base_url))
    return response


def inside(address: str) -> str:
    """An address of this house, or the front door: nobody is sent elsewhere."""
    parts = urlsplit(address)
    ours = (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and not parts.netloc
        and "\n" not in address
    )
    return address if ours else "/"


def go(address: str) -> RedirectResponse:
    """See other: what was posted is not posted again."""
    return RedirectResponse(address, status_code=303)


def landing(view: View) -> str:
    """Where the reader's day begins."""
    role = view.reader.role
    return home(role) if role else "/"
