"""回访: whom to ring next, what to ask, and what came of it; recorded, the next one is up."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from console.asks import answers
from console.deeds import DEEDS
from console.issue import texts, typed
from console.navigation import CALLBACKS
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.sign_in import go
from console.view import View
from engine.actions.look import id_of
from engine.errors import EngineError
from engine.model.words import CallbackOutcome, Verb
from engine.rules.closeout import ATTEMPTS
from engine.store import callbacks
from engine.store.callbacks import Call
from web.asking import database_of, live_of, work
from web.uploads import form_of

router = APIRouter()
AtCalls = Annotated[View, Depends(at(CALLBACKS))]
SHOWN = 100
NOTHING: Mapping[str, Any] = {}


@router.get("/callbacks")
async def calls(view: AtCalls) -> Response:
    """The open callbacks, and the one to be made now."""
    return await shown(view, view.query("at"))


@router.post("/callbacks/{reference}")
async def record(view: AtCalls, request: Request, reference: str) -> Response:
    """What came of one call; refused, it stays up as it was filled in."""
    form = await form_of(request)
    deed = DEEDS[Verb.CALL_BACK]
    try:
        given = answers(deed.asks, {ask.name: texts(form, ask.name) for ask in deed.asks}, view.zone)
        async with work(request, view.reader) as unit:
            await deed.run(unit, await id_of(unit, reference), given)
    except EngineError as error:
        return await shown(view, reference, given=typed(form), refused=refusal(view, error))
    said = "tried" if given["outcome"] is CallbackOutcome.UNREACHED else "answered"
    return go(f"/callbacks?done={said}&of={reference}")


async def shown(
    view: View, wanted: str, *, given: Mapping[str, Any] = NOTHING, refused: Refusal | None = None
) -> Response:
    """The page."""
    since = await live_of(view.request).marked()
    async with database_of(view.request).transaction() as session:
        found = await callbacks.calls(session, view.reader.owner or "", limit=SHOWN + 1)
    return page(
        view,
        "pages/callbacks.html",
        since=since,
        calls=found[:SHOWN],
        more=len(found) > SHOWN,
        call=chosen(found, wanted),
        deed=DEEDS[Verb.CALL_BACK],
        attempts=ATTEMPTS,
        given=given,
        refused=refused,
    )


def chosen(found: Sequence[Call], wanted: str) -> Call | None:
    """The call asked for, else the one that is due first."""
    return next((one for one in found if one.reference == wanted), found[0] if found else None)
