"""Dependencies of pages: the reader's view, and who may open which place."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from console.language import chosen
from console.navigation import Place, may_open
from console.view import View
from engine.errors import Forbidden
from engine.store import marks
from web.asking import database_of, now_of, perhaps, rules_of
from web.errors import NotSignedIn
from web.signed import Signed

THEMES = ("auto", "light", "dark")


async def view(request: Request) -> View:
    """The view of whoever reads; state changes by cookie were guarded on the way."""
    return await view_for(request, await perhaps(request))


async def view_for(request: Request, who: Signed | None) -> View:
    """The view of this reader; an enterprise's follow code is no sign-in on pages."""
    async with database_of(request).transaction() as session:
        sample = await marks.is_sample(session)
    person = who if who and who.actor.kind == "person" else None
    return View(
        request=request,
        by=person.actor if person else None,
        csrf=person.csrf if person else "",
        now=now_of(request),
        rules=await rules_of(request),
        sample=sample,
        locale=locale_of(request, person),
        theme=theme if (theme := request.cookies.get("theme", "auto")) in THEMES else "auto",
    )


def locale_of(request: Request, person: Signed | None) -> str:
    """The language chosen on a page, else the person's, else the browser's, else Chinese."""
    wishes = (
        request.cookies.get("locale"),
        person.locale if person else request.headers.get("accept-language"),
    )
    return chosen(wishes, default="zh")


async def housed(view: Annotated[View, Depends(view)]) -> View:
    """The view of somebody who signed in."""
    if view.by is None:
        raise NotSignedIn("this page is for people who sign in")
    view.said = view.word("done", view.request.cookies.get("said"))
    return view


def at(place: Place) -> Callable[..., object]:
    """A dependency: the view of somebody in whose navigation the place stands."""

    async def allowed(view: Annotated[View, Depends(housed)]) -> View:
        if not may_open(view.reader.role, place):
            raise Forbidden(f"{view.reader.label} has no access to {place.href}", verb=place.key, why="role")
        return view

    return allowed


Anyone = Annotated[View, Depends(view)]
House = Annotated[View, Depends(housed)]
