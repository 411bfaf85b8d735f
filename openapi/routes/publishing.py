"""Publishing: a file becomes a draft, the draft is looked at, and what was looked at takes effect."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.actions.draft_files import Upload, keep_import, keep_notice, keep_policies, keep_terms
from engine.actions.drafts import drop_draft
from engine.actions.review_draft import Review, publish_reviewed, review
from engine.actions.work import Work
from engine.model.draft import Draft
from engine.rules.permits import SEES_ALL
from engine.store import publications
from openapi.fields import Number
from openapi.schemas.publishing import (
    DraftAsked,
    DraftFault,
    DraftKind,
    DraftTold,
    PublicationTold,
    PublishAsked,
)
from web.asking import Someone, only, work

router = APIRouter(tags=["publishing"])
KEEP: Mapping[DraftKind, Callable[[Work, Upload], Awaitable[Draft]]] = {
    DraftKind.DIRECTORY: keep_import,
    DraftKind.POLICIES: keep_policies,
    DraftKind.CALENDAR: keep_notice,
    DraftKind.ROUTING: keep_terms,
}


@router.get("/publications")
async def list_publications(request: Request, by: Someone) -> list[PublicationTold]:
    """Every version of every kind, the latest of each first; that one is in force."""
    only(by, *SEES_ALL)
    async with work(request, by) as unit:
        found = [
            one
            for kind in publications.KINDS
            for one in reversed(await publications.every(unit.session, kind))
        ]
    return [PublicationTold.model_validate(one) for one in found]


@router.post("/drafts/{kind}", status_code=201)
async def keep(kind: DraftKind, asked: DraftAsked, request: Request, by: Someone) -> DraftTold:
    """Read a file as a draft; nothing takes effect."""
    async with work(request, by) as unit:
        draft = await KEEP[kind](unit, Upload(asked.name, asked.content))
        return told(await review(unit, kind, draft.id))


@router.get("/drafts/{kind}/{draft_id}")
async def look(kind: DraftKind, draft_id: Number, request: Request, by: Someone) -> DraftTold:
    """A draft beside what is in force now."""
    async with work(request, by) as unit:
        return told(await review(unit, kind, draft_id))


@router.delete("/drafts/{kind}/{draft_id}", status_code=204)
async def drop(kind: DraftKind, draft_id: Number, request: Request, by: Someone) -> Response:
    """Throw an open draft away."""
    async with work(request, by) as unit:
        await drop_draft(unit, kind, draft_id)
    return Response(status_code=204)


@router.post("/drafts/{kind}/{draft_id}/publication", status_code=201)
async def publish(
    kind: DraftKind, draft_id: Number, asked: PublishAsked, request: Request, by: Someone
) -> PublicationTold:
    """Let a draft take effect as it was shown; a calendar's deadlines are then moved from its page."""
    async with work(request, by) as unit:
        made = await publish_reviewed(unit, kind, draft_id, **asked.model_dump())
    request.app.state.in_force.forget()
    return PublicationTold.model_validate(made)


def told(found: Review) -> DraftTold:
    """The review as the wire has it."""
    imported = found.draft.content.get("imported", {})
    faults = [
        DraftFault(where=one.where, code=one.code, what=one.what, mend=one.mend) for one in found.faults
    ]
    return DraftTold(
        id=found.draft.id,
        kind=DraftKind(found.draft.kind),
        name=found.draft.name,
        changes=[str(one) for one in found.changes],
        faults=faults,
        to_confirm=[f"{one['where']}: {one['what']}" for one in imported.get("to_confirm", ())],
        seen=found.seen,
        published=found.draft.published,
    )
