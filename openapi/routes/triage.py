"""Who is responsible: routing, assigning, designating; and the ways off before work begins."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.actions.answer import answer_at_once
from engine.actions.assign import assign
from engine.actions.dismiss import contest, dismiss, join
from engine.actions.look import id_of
from engine.actions.route import route
from engine.actions.rule import designate
from engine.actions.split import split
from openapi.fields import Reference
from openapi.moved import moved
from openapi.schemas.issues import IssueTold
from openapi.schemas.moves import (
    AnswerAsked,
    AssignmentAsked,
    DesignationAsked,
    DismissalAsked,
    JoiningAsked,
    SplittingAsked,
    Why,
)
from openapi.versions import Version
from web.asking import Asker, work

router = APIRouter(prefix="/issues/{reference}", tags=["triage"])


@router.post("/route", response_model=IssueTold)
async def route_it(reference: Reference, request: Request, by: Asker) -> Response:
    """Let the directory propose; a confident proposal is dispatched, another waits for a person."""
    async with work(request, by) as unit:
        issue = await route(unit, await id_of(unit, reference))
    return moved(issue)


@router.post("/assignment", response_model=IssueTold)
async def assign_it(
    reference: Reference, asked: AssignmentAsked, request: Request, by: Asker, version: Version
) -> Response:
    """派单 to a lead and its supports, under a measure of the directory."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await assign(unit, issue_id, **asked.model_dump(), version=version)
    return moved(issue)


@router.post("/designation", response_model=IssueTold)
async def designate_lead(
    reference: Reference, asked: DesignationAsked, request: Request, by: Asker, version: Version
) -> Response:
    """指定 by the task force; it cannot be returned."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await designate(unit, issue_id, **asked.model_dump(), version=version)
    return moved(issue)


@router.post("/answer", response_model=IssueTold)
async def answer_from_knowledge(
    reference: Reference, asked: AnswerAsked, request: Request, by: Asker
) -> Response:
    """直接答复 from the knowledge base, without dispatching."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await answer_at_once(unit, issue_id, knowledge_id=asked.knowledge_id, note=asked.note)
    return moved(issue)


@router.post("/dismissal", response_model=IssueTold)
async def dismiss_it(
    reference: Reference, asked: DismissalAsked, request: Request, by: Asker, version: Version
) -> Response:
    """不予受理, saying where to go instead."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await dismiss(unit, issue_id, **asked.model_dump(), version=version)
    return moved(issue)


@router.post("/contest", response_model=IssueTold)
async def contest_dismissal(
    reference: Reference, asked: Why, request: Request, by: Asker, version: Version
) -> Response:
    """申诉 against a dismissal, once."""
    async with work(request, by) as unit:
        issue = await contest(unit, await id_of(unit, reference), why=asked.why, version=version)
    return moved(issue)


@router.post("/joining", response_model=IssueTold)
async def join_to(
    reference: Reference, asked: JoiningAsked, request: Request, by: Asker, version: Version
) -> Response:
    """并单 with the same enterprise's open issue, whose handler is urged."""
    async with work(request, by) as unit:
        issue = await join(unit, await id_of(unit, reference), to_reference=asked.to, version=version)
    return moved(issue)


@router.post("/splitting", response_model=IssueTold)
async def split_it(
    reference: Reference, asked: SplittingAsked, request: Request, by: Asker, version: Version
) -> Response:
    """拆单: the issue keeps the first part; the others are registered anew under the same report."""
    async with work(request, by) as unit:
        issue, _ = await split(unit, await id_of(unit, reference), parts=asked.parts, version=version)
    return moved(issue)
