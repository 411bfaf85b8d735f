"""Errors as pages: what happened, what to do, and the way back."""

from urllib.parse import quote, urlsplit

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
    return page(
        view, "pages/problem.html", status=problem.status, problem=problem, back=back_to_form(request)
    )


def back_to_form(request: Request) -> str:
    """The page of ours that a refused form was on, if the browser says so."""
    came = urlsplit(request.headers.get("referer", ""))
    if request.method == "GET" or came.netloc != request.headers.get("host"):
        return ""
    return came.path + (f"?{came.query}" if came.query else "")
