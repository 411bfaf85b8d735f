"""共性问题: what many issues have as cause, from its proposal to its cure."""

from fastapi import APIRouter, Request, Response

from engine.actions.children import adopt, drop
from engine.actions.commons import Whole, list_common, look_common, whole_of
from engine.actions.cure import approve_cure, cure, refuse_cure
from engine.actions.look import id_of
from engine.actions.propose_common import confirm_common, propose_common, reject_common
from engine.actions.work import Work
from engine.model.common import CommonProblem
from openapi.fields import Number
from openapi.schemas.commons import (
    ChildrenAsked,
    CommonAsked,
    CommonEventTold,
    CommonLine,
    CommonTold,
    ConfirmationAsked,
    CureAsked,
    CureDecisionAsked,
    DropAsked,
)
from openapi.schemas.moves import Why
from openapi.versions import Version, etag
from web.asking import Someone, work

router = APIRouter(prefix="/common-problems", tags=["common problems"])


@router.get("")
async def list_common_problems(request: Request, by: Someone) -> list[CommonLine]:
    """The problems the asker may see, the latest first."""
    async with work(request, by) as unit:
        return [CommonLine.model_validate(one) for one in await list_common(unit)]


@router.post("", status_code=201)
async def propose_common_problem(asked: CommonAsked, request: Request, by: Someone) -> CommonTold:
    """A person proposes; somebody else confirms."""
    async with work(request, by) as unit:
        return told(await whole_of(unit, await propose_common(unit, **asked.model_dump())))


@router.get("/{common_id}")
async def get_common_problem(
    common_id: Number, request: Request, response: Response, by: Someone
) -> CommonTold:
    """One problem with its evidence, children and trail."""
    async with work(request, by) as unit:
        found = await look_common(unit, common_id)
    response.headers["ETag"] = etag(found.problem.version)
    return told(found)


@router.post("/{common_id}/confirmation")
async def confirm_common_problem(
    common_id: Number, asked: ConfirmationAsked, request: Request, by: Someone, version: Version
) -> CommonTold:
    """It is one: the issues seen become its children."""
    async with work(request, by) as unit:
        left = [await id_of(unit, one) for one in asked.leave_out]
        given = asked.model_dump(exclude={"leave_out"})
        return await after(
            unit, await confirm_common(unit, common_id, leave_out=left, version=version, **given)
        )


@router.post("/{common_id}/rejection")
async def reject_common_problem(
    common_id: Number, asked: Why, request: Request, by: Someone, version: Version
) -> CommonTold:
    """It is none; the same burst is not proposed again."""
    async with work(request, by) as unit:
        return await after(unit, await reject_common(unit, common_id, why=asked.why, version=version))


@router.post("/{common_id}/children")
async def adopt_children(
    common_id: Number, asked: ChildrenAsked, request: Request, by: Someone, version: Version
) -> CommonTold:
    """More issues of the same cause."""
    async with work(request, by) as unit:
        references = asked.references
        return await after(unit, await adopt(unit, common_id, references=references, version=version))


@router.post("/{common_id}/children/dropping")
async def drop_child(
    common_id: Number, asked: DropAsked, request: Request, by: Someone, version: Version
) -> CommonTold:
    """An issue of another cause goes on by itself."""
    async with work(request, by) as unit:
        return await after(unit, await drop(unit, common_id, version=version, **asked.model_dump()))


@router.post("/{common_id}/cure")
async def put_cure_forward(
    common_id: Number, asked: CureAsked, request: Request, by: Someone, version: Version
) -> CommonTold:
    """The lead says what was done about the cause."""
    async with work(request, by) as unit:
        return await after(unit, await cure(unit, common_id, version=version, **asked.model_dump()))


@router.post("/{common_id}/cure/decision")
async def decide_on_cure(
    common_id: Number, asked: CureDecisionAsked, request: Request, by: Someone, version: Version
) -> CommonTold:
    """A second person outside the lead; approved, every open child is answered with it."""
    decide = approve_cure if asked.approved else refuse_cure
    async with work(request, by) as unit:
        return await after(unit, await decide(unit, common_id, opinion=asked.opinion, version=version))


async def after(unit: Work, problem: CommonProblem) -> CommonTold:
    """The problem as it stands after a verb."""
    return told(await whole_of(unit, problem))


def told(found: Whole) -> CommonTold:
    """Row, lists and trail in one."""
    row = CommonTold.model_validate(found.problem)
    events = tuple(CommonEventTold.model_validate(one) for one in found.events)
    lists = {"children": tuple(found.children), "candidates": tuple(found.candidates), "events": events}
    return row.model_copy(update=lists)
