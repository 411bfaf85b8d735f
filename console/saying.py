"""Going to a page and saying there what was done."""

from starlette.responses import Response

from console.sign_in import go

LASTS = 30  # seconds


def saying(what: str, address: str) -> Response:
    """See other; the page reached says it once."""
    response = go(address)
    response.set_cookie("said", what, max_age=LASTS, httponly=True, samesite="lax")
    return response
