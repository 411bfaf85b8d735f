"""The issue page: the story first, then promises, parties and what may be done now; and doing it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from console import story
from console.asks import answers
from console.consider import Considered, considered
from console.daybar import bars
from console.deeds import DEEDS
from console.facts import FactReader
from console.files import EVIDENCED, had_files
from console.possible import offers
from console.reading import House
from console.refusals import Refusal, refusal
from console.render import page
from console.runs import state, touching
from console.sheet import Sheet, sheet
from console.sign_in import go
from console.view import View
from engine.errors import EngineError, NotFound
from engine.model.words import Verb
from web.asking import live_of, work
from web.uploads import form_of, with_files

router = APIRouter()
DECIDING = frozenset({Verb.ASSIGN, Verb.RULE, Verb.REINSTATE, Verb.DESIGNATE})


@router.get("/issues/{reference}")
async def issue(view: House, reference: str) -> Response:
    """One issue."""
    since = await live_of(view.request).marked()
    return await shown(view, await sheet(view, reference), since=since)


@router.post("/issues/{reference}/{verb}/{target}")
async def do(view: House, request: Request, reference: str, verb: Verb, target: int) -> Response:
    """Do a deed; refused, the page comes back with what was typed and why it did not go."""
    form = await form_of(request)
    try:
        await done(view, verb, await targeted(view, reference, verb, target), form)
    except EngineError as error:
        told, since = refusal(view, error), await live_of(view.request).marked()
        return await shown(
            view,
            await sheet(view, reference),
            since=since,
            tried=f"{verb}/{target}",
            given=typed(form),
            refused=told,
            lost=had_files(form),
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
        "referral": {one.id for one in read.referrals},
        "rating": set(read.disputable),
        "check": {one.id for one in read.checks},
    }
    if target not in known[deed.to]:
        raise NotFound(f"no {deed.to} {target} of {reference}")
    return target


async def done(view: View, verb: Verb, target: int, form: FormData) -> None:
    """Read the answers and call the verb, in one transaction."""
    deed = DEEDS[verb]
    asked = {ask.name: texts(form, ask.name) for ask in deed.asks}
    given, files = await with_files(view.request, form, lambda: answers(deed.asks, asked, view.zone))
    async with work(view.request, view.reader) as unit:
        unit.files.extend(files)
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
    since: int,
    tried: str = "",
    given: Mapping[str, Any] | None = None,
    refused: Refusal | None = None,
    lost: bool = False,
) -> Response:
    """The page."""
    told = story.tell(read.events, view.gettext, FactReader(view, read))
    offered = offers(
        view.reader,
        read.issue,
        read.assignments,
        read.requests,
        read.held,
        read.referrals,
        read.disputable,
        read.checks,
    )
    deciding = DECIDING & {one.deed.verb for one in offered if not one.why_not}
    weighed = await considered(view, read) if deciding else None
    return page(
        view,
        "pages/issue.html",
        read=read,
        story=told,
        considered=weighed,
        suggested=suggested(weighed),
        runs=await touching(view, read.issue.reference),
        state_of=partial(state, now=view.now),
        since=since,
        bars=bars(view, read.events, read.promises),
        can=[one for one in offered if not one.why_not],
        cannot=[one for one in offered if one.why_not],
        tried=tried,
        given=given or {},
        refused=refused,
        lost=lost,
        evidenced=EVIDENCED,
    )


def suggested(weighed: Considered | None) -> Mapping[Verb, Mapping[str, str]]:
    """What a form holds before anybody typed: the parts that routing told apart."""
    parts = [str(one["text"]) for one in weighed.parts] if weighed else []
    return {Verb.SPLIT: {"parts": "\n\n".join(parts)}} if parts else {}
