"""The issue page: the story first, then promises, parties and what may be done now; and doing it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from console import story
from console.asks import answers
from console.consider import considered
from console.daybar import bars
from console.deeds import DEEDS
from console.facts import FactReader
from console.possible import offers
from console.reading import House
from console.refusals import Refusal, refusal
from console.render import page
from console.sheet import Sheet, sheet
from console.sign_in import go
from console.view import View
from engine.errors import EngineError, NotFound
from engine.model.words import Verb
from web.asking import work

router = APIRouter()
DECIDING = frozenset({Verb.ASSIGN, Verb.RULE, Verb.REINSTATE, Verb.DESIGNATE})


@router.get("/issues/{reference}")
async def issue(view: House, reference: str) -> Response:
    """One issue."""
    return await shown(view, await sheet(view, reference))


@router.post("/issues/{reference}/{verb}/{target}")
async def do(view: House, request: Request, reference: str, verb: Verb, target: int) -> Response:
    """Do a deed; refused, the page comes back with what was typed and why it did not go."""
    form = await request.form()
    try:
        await done(view, verb, await targeted(view, reference, verb, target), form)
    except EngineError as error:
        told = refusal(view, error)
        return await shown(
            view, await sheet(view, reference), tried=f"{verb}/{target}", given=typed(form), refused=told
        )
    response = go(f"/issues/{reference}")
    response.set_cookie("said", verb, max_age=30, httponly=True, samesite="lax")
    return response


async def targeted(view: View, reference: str, verb: Verb, target: int) -> int:
    """The target, if it belongs to this issue: an address cannot name one issue and change another."""
    read = await sheet(view, reference)
    deed = DEEDS.get(verb)
    if deed is None:
        raise NotFound(f"{verb} is not done on pages")
    known = {
        "issue": {read.issue.id},
        "assignment": {one.id for one in read.assignments},
        "request": {one.id for one in read.requests},
    }
    if target not in known[deed.to]:
        raise NotFound(f"no {deed.to} {target} of {reference}")
    return target


async def done(view: View, verb: Verb, target: int, form: FormData) -> None:
    """Read the answers and call the verb, in one transaction."""
    deed = DEEDS[verb]
    given = answers(deed.asks, {ask.name: texts(form, ask.name) for ask in deed.asks}, view.zone)
    async with work(view.request, view.reader) as unit:
        await deed.run(unit, target, given)


def texts(form: FormData, name: str) -> list[str]:
    """The field's values, without files."""
    return [value for value in form.getlist(name) if isinstance(value, str)]


def typed(form: FormData) -> dict[str, Any]:
    """What was typed, to be shown again."""
    return {name: value[-1] if len(value) == 1 else value for name in form if (value := texts(form, name))}


async def shown(
    view: View,
    read: Sheet,
    *,
    tried: str = "",
    given: Mapping[str, Any] | None = None,
    refused: Refusal | None = None,
) -> Response:
    """The page."""
    told = story.tell(read.events, view.gettext, FactReader(view, read))
    offered = offers(view.reader, read.issue, read.assignments, read.requests, read.held)
    deciding = DECIDING & {one.deed.verb for one in offered if not one.why_not}
    return page(
        view,
        "pages/issue.html",
        status=refused.status if refused else 200,
        read=read,
        story=told,
        considered=await considered(view, read) if deciding else None,
        bars=bars(view, read.events, read.promises),
        can=[one for one in offered if not one.why_not],
        cannot=[one for one in offered if one.why_not],
        tried=tried,
        given=given or {},
        refused=refused,
    )
