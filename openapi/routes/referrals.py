"""Asking others: expert committees, mediation, a superior; and what they answered."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.actions.look import id_of
from engine.actions.refer import record_opinion, refer
from engine.actions.refer_up import decide_referral, refer_up
from engine.actions.withdraw_referral import withdraw_referral
from openapi.fields import Number, Reference
from openapi.moved import moved
from openapi.schemas.issues import IssueTold
from openapi.schemas.moves import DecisionAsked, Why
from openapi.schemas.referrals import OpinionAsked, ReferralAsked, ReferralTold, UpwardAsked
from openapi.versions import Version
from web.asking import Asker, work

router = APIRouter(tags=["referrals"])


@router.post("/issues/{reference}/referrals", status_code=201)
async def refer_it(
    reference: Reference, asked: ReferralAsked, request: Request, by: Asker, version: Version
) -> ReferralTold:
    """会诊 or 调解 by a committee of the directory; clocks run on."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        made = await refer(unit, issue_id, **asked.model_dump(), version=version)
    return ReferralTold.model_validate(made)


@router.post("/issues/{reference}/referrals/upward", status_code=201)
async def refer_it_upward(
    reference: Reference, asked: UpwardAsked, request: Request, by: Asker, version: Version
) -> ReferralTold:
    """上报, asked of the task force; it changes nothing until it is granted."""
    async with work(request, by) as unit:
        issue_id = await id_of(unit, reference)
        made = await refer_up(unit, issue_id, **asked.model_dump(), version=version)
    return ReferralTold.model_validate(made)


@router.post("/referrals/{referral_id}/decision", response_model=IssueTold)
async def decide_on_referral(
    referral_id: Number, asked: DecisionAsked, request: Request, by: Asker
) -> Response:
    """Granted, it goes upward and is shelved until its review; nobody decides their own request."""
    async with work(request, by) as unit:
        issue = await decide_referral(unit, referral_id, granted=asked.granted, decision=asked.decision)
    return moved(issue)


@router.post("/referrals/{referral_id}/opinion", response_model=IssueTold)
async def record_their_opinion(
    referral_id: Number, asked: OpinionAsked, request: Request, by: Asker
) -> Response:
    """What they answered, written down by somebody who is no party."""
    async with work(request, by) as unit:
        issue = await record_opinion(unit, referral_id, opinion=asked.opinion)
    return moved(issue)


@router.post("/referrals/{referral_id}/withdrawal", response_model=IssueTold)
async def withdraw_it(referral_id: Number, asked: Why, request: Request, by: Asker) -> Response:
    """The question is taken back by who asked it or by the task force; nobody waits for the answer any more."""
    async with work(request, by) as unit:
        issue = await withdraw_referral(unit, referral_id, why=asked.why)
    return moved(issue)
