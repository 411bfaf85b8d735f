"""The session cookie: unreadable for scripts, not sent along from other sites' forms."""

from starlette.requests import Request
from starlette.responses import Response

from web.sessions import LASTS, Opened

NAME = "qingling_session"


def remember(response: Response, opened: Opened, *, public_url: str) -> None:
    """Hand the browser its session."""
    response.set_cookie(
        NAME,
        opened.token,
        max_age=int(LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=public_url.startswith("https:"),
    )


def forget(response: Response, *, public_url: str) -> None:
    """Take it back."""
    secure = public_url.startswith("https:")
    response.delete_cookie(NAME, path="/", httponly=True, samesite="lax", secure=secure)


def token_in(request: Request) -> str | None:
    """The session token a browser sent."""
    return request.cookies.get(NAME)
