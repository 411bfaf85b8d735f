"""Queues: what waits for a person of each role, each a list of issues with one question to answer."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from console.listing import listed
from console.navigation import (
    CHECKS,
    CLOSING,
    DISPUTES,
    JUDGEMENTS,
    OPINIONS,
    REQUESTS,
    TRIAGE,
    Place,
)
from console.reading import at
from console.refusals import refusal
from console.render import page
from console.view import View
from engine.actions.close import clear
from engine.errors import EngineError
from engine.model.words import Status
from engine.store.lists import Wanted
from web.asking import live_of, work

router = APIRouter()
QUEUES: Mapping[Place, Wanted] = {
    TRIAGE: Wanted(statuses=(Status.REGISTERED, Status.TRIAGE)),
    DISPUTES: Wanted(disputed=True),
    JUDGEMENTS: Wanted(unjudged=True),
    CLOSING: Wanted(statuses=(Status.PROPOSED,)),
    CHECKS: Wanted(sampled=True),
    REQUESTS: Wanted(asked=True),
    OPINIONS: Wanted(referred=True),
}


def queue_of(place: Place) -> None:
    """Give the place its page."""

    async def queue(view: Annotated[View, Depends(at(place))]) -> Response:
        return await shown(view, place)

    router.add_api_route(place.href, queue, methods=["GET"], name=place.key)


for one in QUEUES:
    queue_of(one)


async def shown(view: View, place: Place, *, status: int = 200, **more: Any) -> Response:
    """The queue's page."""
    since = await live_of(view.request).marked()
    facts = await listed(view, QUEUES[place])
    return page(
        view,
        "pages/queue.html",
        status=status,
        place=place,
        since=since,
        **{"refusals": (), "done": 0, **facts, **more},
    )


@router.post("/closing/clear")
async def clear_chosen(
    view: Annotated[View, Depends(at(CLOSING))],
    issue: Annotated[list[int], Form(default_factory=list)],
    evidence: Annotated[str, Form()] = "",
) -> Response:
    """Clear several with one evidence; one that is refused does not hold up the others."""
    refusals = []
    for one in issue:
        try:
            async with work(view.request, view.reader) as unit:
                await clear(unit, one, evidence=evidence)
        except EngineError as error:
            refusals.append(refusal(view, error))
    status = 409 if refusals else 200 if issue else 422
    return await shown(view, CLOSING, status=status, refusals=refusals, done=len(issue) - len(refusals))
