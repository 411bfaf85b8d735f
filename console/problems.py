"""Errors as pages: what happened, what to do, and the way back."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from console.reading import view_for
from console.render import page
from console.sign_in import go
from web.asking import signed_in
from web.problems import Problem


async def problem_page(request: Request, problem: Problem) -> Response:
    """A problem for somebody looking at a page; who is not signed in is asked to."""
    if problem.code == "not_signed_in" and request.method == "GET":
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return go(f"/sign-in?next={quote(back)}")
    view = await view_for(request, await signed_in(request))
    return page(view, "pages/problem.html", status=problem.status, problem=problem)
