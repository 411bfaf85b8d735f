"""时限规则: the limits in force, other limits as a draft, what they would have made late, and their publication."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.responses import Response

from console.drafts import dropped, kept, published, reviewed, told, uploaded, waiting, words
from console.navigation import POLICIES
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.saying import saying
from console.view import View
from engine.actions.draft_files import keep_policies
from engine.actions.draft_rules import keep_limits
from engine.actions.what_if import what_if
from engine.errors import EngineError
from engine.model.policy import Policies, Policy
from engine.model.words import Target
from web.asking import database_of

router = APIRouter(prefix="/policies")
AtPolicies = Annotated[View, Depends(at(POLICIES))]
KIND = "policies"
ASKED = {  # criteria whose values are words of the vocabulary, and of which
    "kind": "kind",
    "agency_kind": "agency_kind",
    "reason": "hold_reason",
    "part": "part",
}
LATEST = 2000  # issues replayed for the page: about ten seconds of a processor


@router.get("")
async def policies(view: AtPolicies) -> Response:
    """Every limit in force."""
    return await list_page(view)


@router.post("")
async def limits(view: AtPolicies) -> Response:
    """Keep changed limits, or a whole file of them, as a draft."""
    form = await view.request.form()
    file = await uploaded(form)
    try:
        if file.name:
            return await kept(view, lambda unit: keep_policies(unit, file), "/policies")
        amounts = amounts_of(form)
        return await kept(view, lambda unit: keep_limits(unit, amounts), "/policies")
    except EngineError as error:
        return await list_page(view, form, refusal(view, error))


@router.get("/{draft_id}")
async def draft(view: AtPolicies, draft_id: int) -> Response:
    """The difference; what it would have done is reckoned beside it."""
    return await draft_page(view, draft_id)


@router.get("/{draft_id}/effect")
async def effect(view: AtPolicies, draft_id: int) -> Response:
    """What would have been late, or no longer late, over the latest histories; `qingling sla whatif` takes them all."""
    found = await reviewed(view, KIND, draft_id)
    if not isinstance(found.value, Policies):
        return page(view, "partials/effect.html", outcome=None)
    async with database_of(view.request).transaction() as session:
        outcome = await what_if(session, view.rules.book, found.value, now=view.now, latest=LATEST)
    return page(view, "partials/effect.html", outcome=outcome, latest=LATEST)


@router.post("/{draft_id}/publish")
async def publish(view: AtPolicies, draft_id: int) -> Response:
    """Let the shown limits take effect for what is dispatched from now on."""
    form = await view.request.form()
    try:
        await published(view, KIND, draft_id, form)
    except EngineError as error:
        return await draft_page(view, draft_id, refusal(view, error))
    return saying("published", "/policies")


@router.post("/{draft_id}/drop")
async def drop(view: AtPolicies, draft_id: int) -> Response:
    """Throw the draft away."""
    return await dropped(view, KIND, draft_id, "/policies")


def amounts_of(form: FormData) -> dict[str, int]:
    """The limits as typed; what is no number is refused as none at all."""
    return {
        name.removeprefix("limit-"): int(value) if value.strip().isdecimal() else 0
        for name, value in form.items()
        if name.startswith("limit-") and isinstance(value, str)
    }


async def list_page(view: View, form: FormData | None = None, refused: Refusal | None = None) -> Response:
    """The limits by target, as in force or as typed."""
    rules = view.rules.book.policies[view.rules.book.current.policies]
    groups = [(one, [row for row in rules.policies if row.target is one]) for one in Target]
    typed = {row.key: words(form, f"limit-{row.key}") for row in rules.policies} if form else {}
    drafts = await waiting(view, KIND)
    return page(
        view,
        "pages/policies.html",
        refused=refused,
        groups=[group for group in groups if group[1]],
        typed=typed,
        version=rules.version,
        criterion=partial(criterion, view),
        drafts=drafts,
        titles={one.id: titled(view, one.name, rules.by_key) for one in drafts},
    )


def called(view: View, one: Policy) -> str:
    """A limit as people name it: its promise, the urgency and whatever else it asks of a matter."""
    asked = (criterion(view, name, value) for name, value in one.criteria)
    return " · ".join((view.word("target", one.target), view.word("urgency", one.urgency), *asked))


def criterion(view: View, name: str, value: object) -> str:
    """One thing a limit asks of a matter."""
    named = {"agency": view.agency, "measure": view.measure_named, "channel": view.channel}.get(name)
    if named is not None:
        return named(str(value))
    return view.word(ASKED[name], str(value)) if name in ASKED else view.word("criterion", name)


def titled(view: View, name: str, known: Mapping[str, Policy]) -> str:
    """The limits a draft changes; a file's draft keeps the file's name."""
    keys, more = name.removesuffix("…").split("、"), "…" if name.endswith("…") else ""
    return view.gettext(", ").join(called(view, known[key]) if key in known else key for key in keys) + more


async def draft_page(view: View, draft_id: int, refused: Refusal | None = None) -> Response:
    """A draft beside what is in force."""
    found = await reviewed(view, KIND, draft_id)
    known = found.value.policies if isinstance(found.value, Policies) else ()
    changes = told(view, found.changes, {one.key: called(view, one) for one in known})
    return page(view, "pages/policies_draft.html", refused=refused, review=found, changes=changes)
