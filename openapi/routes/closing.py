"""After the reply: callbacks, judging a dissatisfaction, clearing, doing it again, reopening."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.actions.appeal import appeal_round
from engine.actions.callbacks import answer_callback, try_callback
from engine.actions.check_callback import check_round
from engine.actions.close import clear, judge, propose, redo, reopen
from engine.actions.look import id_of
from engine.rules.closeout import Answer
from openapi.fields import Reference
from openapi.moved import moved
from openapi.schemas.issues import IssueTold
from openapi.schemas.moves import (
    AppealAsked,
    CallbackAsked,
    CheckAsked,
    Evidence,
    JudgementAsked,
    Note,
    ProposalAsked,
    Why,
)
from openapi.versions import Version
from web.asking import Asker, work

router = APIRouter(prefix="/issues/{reference}", tags=["closing"])


@router.post("/callbacks", response_model=IssueTold)
async def record_callback(
    reference: Reference, asked: CallbackAsked, request: Request, by: Asker
) -> Response:
    """回访: what the enterprise said, on the phone or with its follow code."""
    method = "phone" if by.kind == "person" else "link"
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await answer_callback(unit, issue_id, Answer(**asked.model_dump()), method=method)
    return moved(issue)


@router.post("/callbacks/attempts", response_model=IssueTold)
async def record_attempt(reference: Reference, asked: Note, request: Request, by: Asker) -> Response:
    """An attempt that reached nobody."""
    async with work(request, by) as unit:
        issue = await try_callback(unit, await id_of(unit, reference), note=asked.note)
    return moved(issue)


@router.post("/judgement", response_model=IssueTold)
async def judge_dissatisfaction(
    reference: Reference, asked: JudgementAsked, request: Request, by: Asker, version: Version
) -> Response:
    """研判: curable goes back to the lead, incurable is proposed with the explanation as evidence."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await judge(unit, issue_id, curable=asked.curable, opinion=asked.opinion, version=version)
    return moved(issue)


@router.post("/proposal", response_model=IssueTold)
async def propose_clearing(
    reference: Reference, asked: ProposalAsked, request: Request, by: Asker, version: Version
) -> Response:
    """拟销号 with evidence; a second person clears it."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await propose(unit, issue_id, why=asked.why, evidence=asked.evidence, version=version)
    return moved(issue)


@router.post("/clearing", response_model=IssueTold)
async def clear_it(
    reference: Reference, asked: Evidence, request: Request, by: Asker, version: Version
) -> Response:
    """销号 of a proposed issue by a second person outside the lead."""
    async with work(request, by) as unit:
        issue = await clear(unit, await id_of(unit, reference), evidence=asked.evidence, version=version)
    return moved(issue)


@router.post("/appeals", response_model=IssueTold)
async def appeal_rating(reference: Reference, asked: AppealAsked, request: Request, by: Asker) -> Response:
    """评价复核 asked for by the lead, within three workdays of the rating."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        issue = await appeal_round(unit, issue_id, round=asked.round, basis=asked.basis)
    return moved(issue)


@router.post("/checks", response_model=IssueTold)
async def record_check(reference: Reference, asked: CheckAsked, request: Request, by: Asker) -> Response:
    """回访抽查: what the second look at a drawn round found."""
    async with work(request, by) as unit:
        issue = await check_round(unit, await id_of(unit, reference), **asked.model_dump())
    return moved(issue)


@router.post("/redo", response_model=IssueTold)
async def redo_it(
    reference: Reference, asked: Why, request: Request, by: Asker, version: Version
) -> Response:
    """重办 before clearing, with the time that was left."""
    async with work(request, by) as unit:
        issue = await redo(unit, await id_of(unit, reference), why=asked.why, version=version)
    return moved(issue)


@router.post("/reopening", response_model=IssueTold)
async def reopen_it(
    reference: Reference, asked: Why, request: Request, by: Asker, version: Version
) -> Response:
    """重启 after clearing, within ten workdays."""
    async with work(request, by) as unit:
        issue = await reopen(unit, await id_of(unit, reference), why=asked.why, version=version)
    return moved(issue)
