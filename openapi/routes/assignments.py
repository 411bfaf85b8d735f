"""Assignments: an agency's inbox, and what its people do with what is given to them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from engine.actions.claim import claim
from engine.actions.give_back import give_back
from engine.actions.progress import contact, hold, resume, start
from engine.actions.reply import reply
from engine.actions.requests import ask_extension
from engine.actions.rule import reject_return, uphold_return
from engine.errors import Forbidden
from engine.model.words import Stage
from engine.store import lists
from openapi.fields import After, Limit, Number
from openapi.moved import moved
from openapi.schemas.issues import IssueTold, PageTold, RequestTold
from openapi.schemas.moves import (
    ExtensionAsked,
    HoldAsked,
    Note,
    ReplyAsked,
    ReturnAsked,
    RulingAsked,
    Said,
)
from openapi.versions import Version
from web.asking import Asker, Someone, work

router = APIRouter(prefix="/assignments", tags=["assignments"])


@router.get("")
async def inbox(
    request: Request,
    by: Someone,
    stage: Annotated[tuple[Stage, ...], Query()] = (),
    late: bool = False,
    after: After = None,
    limit: Limit = 50,
) -> PageTold:
    """The active assignments of the asker's agency, what burns first."""
    if by.agency is None:
        raise Forbidden(f"{by.label} belongs to no agency; see /issues", why="role")
    wanted = lists.Wanted(stages=stage, late=late)
    async with work(request, by) as unit:
        page = await lists.of_agency(unit.session, by.agency, wanted, now=unit.now, after=after, limit=limit)
    return PageTold.model_validate(page)


@router.post("/{assignment_id}/claim", response_model=IssueTold)
async def claim_it(assignment_id: Number, request: Request, by: Asker, version: Version) -> Response:
    """签收. The second to claim is told who was first, with 409."""
    async with work(request, by) as unit:
        issue = await claim(unit, assignment_id, version=version)
    return moved(issue)


@router.post("/{assignment_id}/contact", response_model=IssueTold)
async def tell_contact(assignment_id: Number, asked: Said, request: Request, by: Asker) -> Response:
    """首次联系: the agency has spoken to the enterprise."""
    async with work(request, by) as unit:
        issue = await contact(unit, assignment_id, note=asked.text)
    return moved(issue)


@router.post("/{assignment_id}/start", response_model=IssueTold)
async def start_work(assignment_id: Number, request: Request, by: Asker, version: Version) -> Response:
    """Work begins."""
    async with work(request, by) as unit:
        issue = await start(unit, assignment_id, version=version)
    return moved(issue)


@router.post("/{assignment_id}/hold", response_model=IssueTold)
async def hold_clock(
    assignment_id: Number, asked: HoldAsked, request: Request, by: Asker, version: Version
) -> Response:
    """暂停 for an enumerated reason, no longer than its policy allows."""
    async with work(request, by) as unit:
        issue = await hold(unit, assignment_id, reason=asked.reason, note=asked.note, version=version)
    return moved(issue)


@router.post("/{assignment_id}/resumption", response_model=IssueTold)
async def resume_clock(
    assignment_id: Number, asked: Note, request: Request, by: Asker, version: Version
) -> Response:
    """恢复: the clock goes on."""
    async with work(request, by) as unit:
        issue = await resume(unit, assignment_id, note=asked.note, version=version)
    return moved(issue)


@router.post("/{assignment_id}/return", response_model=IssueTold)
async def return_it(
    assignment_id: Number, asked: ReturnAsked, request: Request, by: Asker, version: Version
) -> Response:
    """退单 within the return window, with a written basis."""
    async with work(request, by) as unit:
        issue = await give_back(
            unit, assignment_id, basis=asked.basis, suggests=asked.suggests, version=version
        )
    return moved(issue)


@router.post("/{assignment_id}/ruling", response_model=IssueTold)
async def rule_on_return(
    assignment_id: Number, asked: RulingAsked, request: Request, by: Asker, version: Version
) -> Response:
    """裁定: upheld, the assignment ends (and a new lead may be named); refused, it stands again."""
    async with work(request, by) as unit:
        if asked.upheld:
            issue = await uphold_return(
                unit,
                assignment_id,
                opinion=asked.opinion,
                lead=asked.lead,
                supports=asked.supports,
                version=version,
            )
        else:
            issue = await reject_return(unit, assignment_id, opinion=asked.opinion, version=version)
    return moved(issue)


@router.post("/{assignment_id}/reply", response_model=IssueTold)
async def answer_it(
    assignment_id: Number, asked: ReplyAsked, request: Request, by: Asker, version: Version
) -> Response:
    """答复. A lead whose supports still work says why it does not wait."""
    async with work(request, by) as unit:
        issue = await reply(
            unit,
            assignment_id,
            text=asked.text,
            open_supports_reason=asked.open_supports_reason,
            version=version,
        )
    return moved(issue)


@router.post("/{assignment_id}/extensions", status_code=201)
async def ask_for_time(
    assignment_id: Number, asked: ExtensionAsked, request: Request, by: Asker, version: Version
) -> RequestTold:
    """延期申请: before expiry, once; the task force decides."""
    async with work(request, by) as unit:
        made = await ask_extension(
            unit, assignment_id, workdays=asked.workdays, reason=asked.reason, version=version
        )
    return RequestTold.model_validate(made)
