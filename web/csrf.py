"""State changes by cookie are checked twice: they come from our own pages, and carry the session's form token."""

import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

from web.errors import CrossSite
from web.signed import Signed
from web.uploads import form_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER = "x-csrf-token"
FIELD = "csrf"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def guard(request: Request, who: Signed | None) -> None:
    """Refuse a state change by cookie that another site may have sent; other proofs are not sent along by browsers."""
    if request.method in SAFE or who is None or who.via != "cookie":
        return
    own_origin(request)
    if not secrets.compare_digest((await sent_token(request)).encode(), who.csrf.encode()):
        raise CrossSite("the form token is missing or old; reload the page and send it again")


def own_origin(request: Request) -> None:
    """What the browser says of where the request comes from must be this host."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise CrossSite("the request came from another site")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise CrossSite("the request came from another site", origin=origin)


async def sent_token(request: Request) -> str:
    """The form token, from the header that scripts send or the field that forms send."""
    if token := request.headers.get(HEADER):
        return token
    if request.headers.get("content-type", "").startswith(FORMS):
        value = (await form_of(request)).get(FIELD, "")
        return value if isinstance(value, str) else ""
    return ""
