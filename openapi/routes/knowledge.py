"""The knowledge base."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from engine.actions.knowledge import keep_knowledge
from engine.store import knowledge
from openapi.fields import LARGEST, Key, Limit
from openapi.schemas.house import KnowledgeAsked, KnowledgeTold
from web.asking import Someone, work

router = APIRouter(prefix="/knowledge", tags=["knowledge"])


@router.get("")
async def find_knowledge(
    request: Request,
    by: Someone,
    words: Key = "",
    agency: Key | None = None,
    after: Annotated[
        int, Query(ge=0, le=LARGEST, description="Id of the last entry of the page before.")
    ] = 0,
    limit: Limit = 50,
) -> list[KnowledgeTold]:
    """Entries in force today."""
    async with work(request, by) as unit:
        today = unit.now.astimezone(unit.rules.zone).date()
        found = await knowledge.valid(
            unit.session, on=today, words=words, agency=agency, after=after, limit=limit
        )
    return [KnowledgeTold.model_validate(one) for one in found]


@router.post("", status_code=201)
async def keep(asked: KnowledgeAsked, request: Request, by: Someone) -> KnowledgeTold:
    """Keep an answer; an agency's head for its own, an administrator for any agency."""
    async with work(request, by) as unit:
        entry = await keep_knowledge(unit, **asked.model_dump())
    return KnowledgeTold.model_validate(entry)
