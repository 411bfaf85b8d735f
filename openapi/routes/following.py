"""What an enterprise does with its follow code: look, and answer a callback through a one-time link."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.actions.callbacks import answer_callback, behind_link
from engine.actions.look import Seen, look
from engine.actions.work import Work
from engine.errors import NotFound
from engine.model.actor import Actor
from engine.model.report import Report
from engine.model.words import EventKind, Kind, Status, Urgency
from engine.rules.closeout import Answer
from engine.rules.disclosure import told_to_enterprise
from engine.store import details, people
from openapi.fields import FollowCode, Token
from openapi.moved import moved
from openapi.schemas.issues import IssueTold
from openapi.schemas.moves import CallbackAsked
from openapi.schemas.reports import Followed, FollowedEvent, FollowedIssue
from web.asking import address_of, work
from web.errors import NotSignedIn

router = APIRouter(prefix="/public", tags=["following"])


@router.get("/reports/{code}")
async def follow(code: FollowCode, request: Request) -> Followed:
    """Everything that came of the report, as far as the enterprise is told."""
    request.app.state.limits.public.use(f"code {address_of(request)}")
    async with work(request, Actor(kind="enterprise", name="")) as unit:
        report = await people.by_code(unit.session, code.upper())
        if report is None:
            raise NotFound("no report has this follow code", follow_code=code)
        return await followed(unit, report)


async def followed(unit: Work, report: Report) -> Followed:
    """The report's issues, each as its enterprise sees it."""
    bearer = Actor(kind="enterprise", name="", report_id=report.id)
    mine = Work(session=unit.session, by=bearer, now=unit.now, rules=unit.rules)
    found = await details.issues_of_report(unit.session, report.id)
    shown = [await followed_issue(mine, await look(mine, issue.reference)) for issue in found]
    return Followed(follow_code=report.follow_code, at=report.at, issues=shown)


async def followed_issue(unit: Work, seen: Seen) -> FollowedIssue:
    """One of them, with the lead's latest reply."""
    issue, session = seen.issue, unit.session
    agencies = {one.id: one.agency for one in seen.assignments}
    leads = {one.id for one in seen.assignments if one.part == "lead"}
    said = [
        one.text for one in await details.replies(session, issue.id) if one.assignment_id in {None, *leads}
    ]
    events = [
        FollowedEvent(kind=EventKind(one.kind), at=one.at, agency=agencies.get(one.assignment_id or 0))
        for one in await details.events(session, issue.id)
        if told_to_enterprise(one.kind, one.data)
    ]
    return FollowedIssue(
        reference=issue.reference,
        version=issue.version,
        status=Status(issue.status),
        kind=Kind(issue.kind),
        urgency=Urgency(issue.urgency),
        title=seen.words.title,
        lead=issue.lead,
        reply=said[-1] if said else None,
        events=events,
    )


@router.post("/callbacks/{token}", response_model=IssueTold)
async def answer_by_link(token: Token, asked: CallbackAsked, request: Request) -> Response:
    """The enterprise answers through the link it was sent; looking at the link records nothing."""
    request.app.state.limits.public.use(f"link {address_of(request)}")
    async with work(request, Actor(kind="enterprise", name="")) as unit:
        found = await behind_link(unit.session, token, now=unit.now)
        if found is None:
            raise NotSignedIn("this link is not valid, or no longer")
        issue_id, bearer = found
        mine = Work(session=unit.session, by=bearer, now=unit.now, rules=unit.rules)
        answer = Answer(**asked.model_dump())
        issue = await answer_callback(mine, issue_id, answer, method="link")
    return moved(issue)
