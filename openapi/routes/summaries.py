"""Weekly summaries: stored snapshots that can be reproduced."""

from fastapi import APIRouter, Request

from engine.rules.permits import SEES_ALL
from engine.store import summaries
from openapi.fields import Week
from openapi.schemas.house import SummaryHead, SummaryTold
from web.asking import Someone, only, work

router = APIRouter(prefix="/summaries", tags=["summaries"])


@router.get("")
async def list_summaries(request: Request, by: Someone) -> list[SummaryHead]:
    """The latest weeks."""
    only(by, *SEES_ALL)
    async with work(request, by) as unit:
        found = await summaries.archive(unit.session)
    return [SummaryHead.model_validate(one) for one in found]


@router.get("/{week}")
async def get_summary(week: Week, request: Request, by: Someone) -> SummaryTold:
    """One week's figures, each with the list of issues it opens."""
    only(by, *SEES_ALL)
    async with work(request, by) as unit:
        return SummaryTold.model_validate(await summaries.required(unit.session, week))
