"""Issues: lists, one issue, its trail."""

from fastapi import APIRouter, Request, Response

from engine.actions.look import look
from engine.rules import permits
from engine.rules.disclosure import FACTS_TOLD, REASONS_KEPT
from engine.rules.disclosure import told_to_enterprise as told
from engine.store import details, lists
from openapi.fields import After, Limit, Reference
from openapi.narrowing import Narrowed
from openapi.schemas.issues import EventTold, IssueWhole, PageTold, Timeline
from openapi.versions import etag
from openapi.whole import whole
from web.asking import Asker, Someone, work

router = APIRouter(prefix="/issues", tags=["issues"])


@router.get("")
async def list_issues(
    request: Request,
    by: Someone,
    wanted: Narrowed,
    after: After = None,
    limit: Limit = 50,
) -> PageTold:
    """The issues the asker may see, what burns first; the next page starts behind `following`."""
    async with work(request, by) as unit:
        page = await lists.of_viewer(
            unit.session,
            by,
            wanted,
            everything=permits.sees_everything(by),
            now=unit.now,
            after=after,
            limit=limit,
        )
    return PageTold.model_validate(page)


@router.get("/{reference}")
async def get_issue(reference: Reference, request: Request, response: Response, by: Asker) -> IssueWhole:
    """One issue with its assignments, clocks, replies, callbacks, requests and reports."""
    async with work(request, by) as unit:
        seen = await look(unit, reference)
        told = await whole(unit, seen)
    response.headers["ETag"] = etag(seen.issue.version)
    return told


@router.get("/{reference}/timeline")
async def get_timeline(reference: Reference, request: Request, response: Response, by: Asker) -> Timeline:
    """The trail, oldest first; an enterprise reads what concerns it."""
    async with work(request, by) as unit:
        seen = await look(unit, reference)
        rows = await details.events(unit.session, seen.issue.id)
    events = [EventTold.model_validate(row) for row in rows]
    if by.kind == "enterprise":
        events = [told_to_enterprise(one) for one in events if told(one.kind, one.data)]
    response.headers["ETag"] = etag(seen.issue.version)
    return Timeline(reference=reference, version=seen.issue.version, events=events)


def told_to_enterprise(event: EventTold) -> EventTold:
    """The event without who in the house did it and without the house's own reasoning."""
    facts = {name: value for name, value in event.data.items() if name in FACTS_TOLD}
    if event.kind in REASONS_KEPT:
        facts.pop("reason", None)
    return event.model_copy(update={"data": facts, "by_name": ""})
