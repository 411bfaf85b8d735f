"""What a problem's `type` leads to: its code, its status and the sentence that says what it means."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine.errors import NotFound
from web.problems import STATUSES, TITLES


async def explained(request: Request) -> Response:
    """One kind of problem."""
    code = request.path_params["code"]
    if code not in STATUSES:
        raise NotFound(f"no problem is called {code}", code=code)
    return JSONResponse({"code": code, "status": STATUSES[code], "title": TITLES[code]})
