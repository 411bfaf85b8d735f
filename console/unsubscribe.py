"""退订: one POST stops the mail to an enterprise (RFC 8058), another lets it come again; looking records nothing."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from console.follow import bearer, plain
from console.reading import Anyone
from console.render import page
from console.sign_in import go
from console.view import View
from engine.actions.mail_stops import resume_mail, stop_mail
from engine.actions.work import Work
from engine.model.report import Report
from engine.rules import masking
from engine.store import mail_stops
from web.asking import work
from web.csrf import own_origin

router = APIRouter()


@router.get("/unsubscribe/{code}")
async def ask(view: Anyone, code: str) -> Response:
    """The page with the button."""
    async with work(view.request, await bearer(view, code)) as unit:
        report = await unit.session.get_one(Report, unit.by.report_id)
        stopped = bool(await mail_stops.stops(unit.session, [report.mail]))
    return page(
        view,
        "pages/unsubscribe.html",
        code=plain(code),
        mail=masking.mail(report.mail),
        phone=masking.phone(report.phone),
        stopped=stopped,
    )


@router.post("/unsubscribe/{code}")
async def stop(view: Anyone, code: str) -> Response:
    """No more mail. A mail program posts here by itself, from no page of ours; the code is its proof."""
    return await done(view, code, stop_mail)


@router.post("/unsubscribe/{code}/undo")
async def undo(view: Anyone, request: Request, code: str) -> Response:
    """Mail again."""
    own_origin(request)
    return await done(view, code, resume_mail)


async def done(view: View, code: str, verb: Callable[[Work], Awaitable[Report]]) -> Response:
    """Call the verb and show how it stands."""
    async with work(view.request, await bearer(view, code)) as unit:
        await verb(unit)
    return go(f"/unsubscribe/{plain(code)}")
