"""Words added to an issue: comments inside the house, material and urging from outside."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.actions.look import id_of
from engine.actions.remark import add_material, comment, urge
from openapi.fields import Reference
from openapi.moved import moved
from openapi.schemas.issues import IssueTold
from openapi.schemas.moves import Said
from web.asking import Asker, work

router = APIRouter(prefix="/issues/{reference}", tags=["remarks"])


@router.post("/comments", status_code=201, response_model=IssueTold)
async def say_inside(reference: Reference, asked: Said, request: Request, by: Asker) -> Response:
    """A remark that only the house reads."""
    async with work(request, by) as unit:
        issue = await comment(unit, await id_of(unit, reference), text=asked.text)
    return moved(issue, status=201)


@router.post("/materials", status_code=201, response_model=IssueTold)
async def add_words(reference: Reference, asked: Said, request: Request, by: Asker) -> Response:
    """补充材料 from the enterprise or its operator; the lead is told."""
    async with work(request, by) as unit:
        issue = await add_material(unit, await id_of(unit, reference), text=asked.text)
    return moved(issue, status=201)


@router.post("/urgings", status_code=201, response_model=IssueTold)
async def urge_lead(reference: Reference, asked: Said, request: Request, by: Asker) -> Response:
    """催办: the lead is told that somebody waits."""
    async with work(request, by) as unit:
        issue = await urge(unit, await id_of(unit, reference), text=asked.text)
    return moved(issue, status=201)
