"""The front door: people of the house go to their work, visitors find what they came for; language and colours."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from console.language import LOCALES
from console.reading import THEMES, Anyone
from console.render import page
from console.sign_in import go, inside, landing
from web.csrf import own_origin

router = APIRouter()
YEAR = 365 * 24 * 3600


@router.get("/")
async def front(view: Anyone) -> Response:
    """Signed in: the role's first page. Else: report, follow, sign in."""
    return go(landing(view)) if view.by else page(view, "pages/front.html")


@router.post("/preferences")
async def prefer(
    view: Anyone,
    locale: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep the language or the colours in the browser."""
    own_origin(view.request)
    response = go(inside(back))
    for name, value, known in (("locale", locale, LOCALES), ("theme", theme, THEMES)):
        if value in known:
            response.set_cookie(name, value, max_age=YEAR, samesite="lax", httponly=True)
    return response
