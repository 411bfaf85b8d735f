"""What the task force decides: extensions, shelving, supervision."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.actions.appeal import decide_appeal
from engine.actions.close import supervise
from engine.actions.look import id_of
from engine.actions.requests import decide_extension, shelve, unshelve
from openapi.fields import Number, Reference
from openapi.moved import moved
from openapi.schemas.issues import IssueTold
from openapi.schemas.moves import DecisionAsked, ShelvingAsked, Why
from openapi.versions import Version
from web.asking import Asker, work

router = APIRouter(tags=["oversight"])


@router.post("/extensions/{request_id}/decision", response_model=IssueTold)
async def decide_on_extension(
    request_id: Number, asked: DecisionAsked, request: Request, by: Asker
) -> Response:
    """Grant or refuse; nobody decides their own request."""
    async with work(request, by) as unit:
        issue = await decide_extension(unit, request_id, granted=asked.granted, decision=asked.decision)
    return moved(issue)


@router.post("/appeals/{request_id}/decision", response_model=IssueTold)
async def decide_on_appeal(request_id: Number, asked: DecisionAsked, request: Request, by: Asker) -> Response:
    """Set the rating aside in the rates, or let it count."""
    async with work(request, by) as unit:
        issue = await decide_appeal(unit, request_id, granted=asked.granted, decision=asked.decision)
    return moved(issue)


@router.post("/issues/{reference}/shelving", response_model=IssueTold)
async def shelve_it(
    reference: Reference, asked: ShelvingAsked, request: Request, by: Asker, version: Version
) -> Response:
    """挂账 with a review date; it stays open in the ledger."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await shelve(unit, issue_id, **asked.model_dump(), version=version)
    return moved(issue)


@router.post("/issues/{reference}/unshelving", response_model=IssueTold)
async def unshelve_it(reference: Reference, asked: Why, request: Request, by: Asker) -> Response:
    """取消挂账: work goes on with the time that was left."""
    async with work(request, by) as unit:
        issue = await unshelve(unit, await id_of(unit, reference), why=asked.why)
    return moved(issue)


@router.post("/issues/{reference}/supervision", response_model=IssueTold)
async def supervise_it(reference: Reference, asked: Why, request: Request, by: Asker) -> Response:
    """督办: the task force puts it on its list."""
    async with work(request, by) as unit:
        issue = await supervise(unit, await id_of(unit, reference), why=asked.why)
    return moved(issue)
