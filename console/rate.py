"""Rating: the enterprise says whether it is solved. Looking at the link records nothing; only the form does."""

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from console.follow import STRANGER, bearer, plain
from console.reading import Anyone
from console.refusals import Refusal, refusal
from console.render import page
from console.view import View
from engine.actions.callbacks import answer_callback, behind_link
from engine.actions.look import id_of, look
from engine.actions.work import Work
from engine.errors import EngineError, NotFound
from engine.model.actor import Actor
from engine.model.issue import Issue, IssueText
from engine.model.words import CallbackOutcome
from engine.rules.closeout import Answer
from engine.store import details, issues
from web.asking import address_of, work
from web.csrf import own_origin

router = APIRouter()
SAID = {"yes": True, "no": False}


@router.get("/rate/{token}")
async def by_link(view: Anyone, token: str) -> Response:
    """The form behind a link from a message."""
    async with work(view.request, STRANGER) as unit:
        issue_id, _ = await linked(view, unit, token)
        issue, words = await unit.session.get_one(Issue, issue_id), await issues.words(unit.session, issue_id)
        replies = await details.replies(unit.session, issue_id)
    return shown(view, issue, words, replies[-1].text if replies else "")


@router.post("/rate/{token}")
async def answer_link(view: Anyone, request: Request, token: str) -> Response:
    """Record the answer."""
    own_origin(request)
    given = await request.form()
    async with work(request, STRANGER) as unit:
        issue_id, by = await linked(view, unit, token)
        issue, words = await unit.session.get_one(Issue, issue_id), await issues.words(unit.session, issue_id)
    return await answered(view, by, issue, words, given)


@router.get("/follow/{code}/rate/{reference}")
async def by_code(view: Anyone, code: str, reference: str) -> Response:
    """The form for the bearer of a follow code."""
    async with work(view.request, await bearer(view, code)) as unit:
        seen = await look(unit, reference)
        replies = await details.replies(unit.session, seen.issue.id)
    return shown(view, seen.issue, seen.words, replies[-1].text if replies else "", code=plain(code))


@router.post("/follow/{code}/rate/{reference}")
async def answer_code(view: Anyone, request: Request, code: str, reference: str) -> Response:
    """Record the answer."""
    own_origin(request)
    given, by = await request.form(), await bearer(view, code)
    async with work(request, by) as unit:
        seen = await look(unit, reference)
    return await answered(view, by, seen.issue, seen.words, given, code=plain(code))


async def linked(view: View, unit: Work, token: str) -> tuple[int, Actor]:
    """The issue a link is about, and who it was sent to."""
    view.request.app.state.limits.public.use(f"link {address_of(view.request)}")
    found = await behind_link(unit.session, token, now=unit.now)
    if found is None:
        raise NotFound("this link is not valid, or no longer")
    return found


async def answered(
    view: View, by: Actor, issue: Issue, words: IssueText, given: FormData, *, code: str = ""
) -> Response:
    """Call the verb; the page says thanks, or what is missing."""
    try:
        async with work(view.request, by) as unit:
            await answer_callback(unit, await id_of(unit, issue.reference), said(given), method="link")
    except EngineError as error:
        return shown(view, issue, words, "", code=code, refused=refusal(view, error), given=given)
    return page(view, "pages/rated.html", issue=issue, resolved=said(given).resolved, code=code)


def said(given: FormData) -> Answer:
    """The form as an answer."""
    return Answer(
        CallbackOutcome.CONTACTED,
        responded=SAID.get(str(given.get("responded"))),
        resolved=SAID.get(str(given.get("resolved"))),
        satisfied=SAID.get(str(given.get("satisfied"))),
        reason=str(given.get("reason", "")).strip(),
    )


def shown(
    view: View,
    issue: Issue,
    words: IssueText,
    reply: str,
    *,
    code: str = "",
    refused: Refusal | None = None,
    given: FormData | None = None,
) -> Response:
    """The page."""
    return page(
        view,
        "pages/rate.html",
        refused=refused,
        issue=issue,
        words=words,
        reply=reply,
        code=code,
        given=given or {},
    )
