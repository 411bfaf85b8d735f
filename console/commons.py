"""共性问题: what many issues have as cause — the list, one with its evidence, children and deeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from console.asks import answers
from console.burst_chart import chart
from console.common_deeds import COMMON_DEEDS, PROPOSE, possible_on
from console.issue import texts, typed
from console.listing import listed
from console.navigation import COMMONS
from console.reading import House, at
from console.refusals import Refusal, refusal
from console.render import page
from console.sign_in import go
from console.view import View
from engine.actions.commons import list_common, look_common
from engine.errors import EngineError, NotFound
from engine.model.words import CommonState, Verb
from engine.rules import permits
from engine.store import commons as stored
from engine.store.wanted import these
from web.asking import work

router = APIRouter()
AtCommons = Annotated[View, Depends(at(COMMONS))]
ORDER = (
    CommonState.PROPOSED,
    CommonState.SUBMITTED,
    CommonState.OPEN,
    CommonState.CURED,
    CommonState.ZEROED,
    CommonState.REJECTED,
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A deed that was refused: what was typed, and why it did not go."""

    verb: str = ""
    given: Mapping[str, Any] | None = None
    refused: Refusal | None = None


@router.get("/commons")
async def problems(view: AtCommons) -> Response:
    """Every common problem the reader may see, by where it stands."""
    return await all_shown(view, Tried())


@router.post("/commons")
async def propose(view: House, request: Request) -> Response:
    """Somebody sees one cause behind several issues."""
    form = await request.form()
    try:
        given = answers(PROPOSE.asks, {ask.name: texts(form, ask.name) for ask in PROPOSE.asks}, view.zone)
        async with work(view.request, view.reader) as unit:
            made = await PROPOSE.run(unit, 0, given)
    except EngineError as error:
        return await all_shown(view, Tried(Verb.PROPOSE_COMMON, typed(form), refusal(view, error)))
    seen = permits.sees_everything(view.reader)
    return said(go(f"/commons/{made.id}" if seen else "/commons"), Verb.PROPOSE_COMMON)


@router.get("/commons/{common_id}")
async def problem(view: House, common_id: int) -> Response:
    """One common problem."""
    return await shown(view, common_id, Tried())


@router.post("/commons/{common_id}/{verb}")
async def do(view: House, request: Request, common_id: int, verb: Verb) -> Response:
    """Do a deed; refused, the page comes back with what was typed and why it did not go."""
    form = await request.form()
    deed = COMMON_DEEDS.get(verb)
    if deed is None:
        raise NotFound(f"{verb} is not done on pages")
    try:
        given = answers(deed.asks, {ask.name: texts(form, ask.name) for ask in deed.asks}, view.zone)
        async with work(view.request, view.reader) as unit:
            await deed.run(unit, common_id, given)
    except NotFound:
        raise
    except EngineError as error:
        return await shown(view, common_id, Tried(verb, typed(form), refusal(view, error)))
    return said(go(f"/commons/{common_id}"), verb)


def said(response: Response, verb: Verb) -> Response:
    """The next page says what was done."""
    response.set_cookie("said", verb, max_age=30, httponly=True, samesite="lax")
    return response


async def all_shown(view: View, tried: Tried) -> Response:
    """The list's page."""
    async with work(view.request, view.reader) as unit:
        found = await list_common(unit)
    groups = [(state, [one for one in found if one.state == state]) for state in ORDER]
    may = permits.may(view.reader, Verb.PROPOSE_COMMON, frozenset())
    return page(
        view,
        "pages/commons.html",
        refused=tried.refused,
        groups=[(state, lines) for state, lines in groups if lines],
        propose=PROPOSE if may else None,
        tried=tried,
    )


async def shown(view: View, common_id: int, tried: Tried) -> Response:
    """The page of one problem."""
    async with work(view.request, view.reader) as unit:
        found = await look_common(unit, common_id)
        children = await stored.children(unit.session, common_id)
        free = await stored.free(unit.session, found.problem.seen)
    one = found.problem
    return page(
        view,
        "pages/common.html",
        refused=tried.refused,
        one=one,
        events=found.events,
        chart=chart(one.evidence),
        children=await listed(view, these(children)),
        count=len(children),
        candidates=await listed(view, these(free)),
        free=len(free),
        possible=possible_on(view.reader, one),
        first={"title": one.title, "lead": one.lead or "", "references": "\n".join(found.candidates)},
        tried=tried,
    )
