"""派单规则: the words by which reports are routed, changed as a draft, held against history, and published."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.responses import Response

from console.drafts import amiss, dropped, kept, published, reviewed, told, uploaded, waiting, words
from console.navigation import ROUTING
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.saying import saying
from console.view import View
from engine.actions.back_test import back_test
from engine.actions.draft_files import keep_terms
from engine.actions.draft_rules import keep_topic
from engine.errors import EngineError, NotFound
from engine.routing.router import Router
from engine.routing.terms import Terms, Topic
from web.asking import database_of

router = APIRouter(prefix="/routing")
AtRouting = Annotated[View, Depends(at(ROUTING))]
KIND = "routing"
MOST = 50  # moved issues shown one by one
LATEST = 2000  # issues routed twice for the page: about five seconds of a processor


@router.get("")
async def topics(view: AtRouting) -> Response:
    """Every topic with its words."""
    return await list_page(view)


@router.post("")
async def file(view: AtRouting) -> Response:
    """Keep a whole vocabulary as a draft."""
    sent = await uploaded(await view.request.form())
    try:
        return await kept(view, lambda unit: keep_terms(unit, sent), "/routing/drafts")
    except EngineError as error:
        return await list_page(view, refusal(view, error))


@router.get("/topics/{key}")
async def topic(view: AtRouting, key: str) -> Response:
    """One topic, to be changed."""
    return topic_page(view, topic_of(view, key))


@router.post("/topics/{key}")
async def change(view: AtRouting, key: str) -> Response:
    """Keep the changed topic as a draft."""
    form = await view.request.form()
    said = {name: lines(form, name) for name in ("measures", "lead", "strong", "also")}
    try:
        return await kept(view, lambda unit: keep_topic(unit, key, **said), "/routing/drafts")
    except EngineError as error:
        return topic_page(view, topic_of(view, key), said, refusal(view, error))


@router.get("/drafts/{draft_id}")
async def draft(view: AtRouting, draft_id: int) -> Response:
    """The difference; the back-test runs beside it."""
    return await draft_page(view, draft_id)


@router.get("/drafts/{draft_id}/effect")
async def effect(view: AtRouting, draft_id: int) -> Response:
    """Which of the latest issues would have gone elsewhere."""
    found = await reviewed(view, KIND, draft_id)
    old = view.rules.router
    if not isinstance(found.value, Terms) or not isinstance(old, Router):
        return page(view, "partials/back_test.html", tested=None)
    new = Router(old.directory, found.value, old.weights)
    async with database_of(view.request).transaction() as session:
        tested = await back_test(session, old, new, latest=LATEST)
    against = tested.rulings | tested.confirmed
    moved = sorted(tested.moved, key=lambda one: one.reference not in against)[:MOST]
    return page(view, "partials/back_test.html", tested=tested, moved=moved, against=against, latest=LATEST)


@router.post("/drafts/{draft_id}/publish")
async def publish(view: AtRouting, draft_id: int) -> Response:
    """Let the shown vocabulary route from now on."""
    form = await view.request.form()
    try:
        await published(view, KIND, draft_id, form)
    except EngineError as error:
        return await draft_page(view, draft_id, refusal(view, error))
    return saying("published", "/routing")


@router.post("/drafts/{draft_id}/drop")
async def drop(view: AtRouting, draft_id: int) -> Response:
    """Throw the draft away."""
    return await dropped(view, KIND, draft_id, "/routing")


def terms_of(view: View) -> Terms | None:
    """The vocabulary in force, if this installation routes at all."""
    return view.rules.router.terms if isinstance(view.rules.router, Router) else None


def topic_of(view: View, key: str) -> Topic:
    """The topic of that key."""
    terms = terms_of(view)
    found = next((one for one in terms.topics if one.key == key), None) if terms else None
    if found is None:
        raise NotFound(f"no topic {key}")
    return found


def lines(form: FormData, name: str) -> list[str]:
    """One a line, or parted by commas."""
    said = words(form, name).replace("，", "\n").replace("、", "\n").replace(",", "\n")
    return [one.strip() for one in said.splitlines() if one.strip()]


async def list_page(view: View, refused: Refusal | None = None) -> Response:
    """The topics that hold the words looked for."""
    terms, sought = terms_of(view), view.query("q").strip()
    found = [one for one in terms.topics if not sought or fits(one, sought)] if terms else []
    return page(
        view,
        "pages/routing.html",
        refused=refused,
        terms=terms,
        topics=found,
        drafts=await waiting(view, KIND),
    )


def fits(one: Topic, sought: str) -> bool:
    """Whether a topic's name or words hold what is looked for."""
    return any(sought in text for text in (one.name, *one.strong, *one.also))


def topic_page(
    view: View, one: Topic, said: dict[str, list[str]] | None = None, refused: Refusal | None = None
) -> Response:
    """The topic's form, as in force or as typed."""
    shown = said or {
        "measures": [f"{document}/{number}" for document, number in one.measures],
        "lead": list(one.lead),
        "strong": list(one.strong),
        "also": list(one.also),
    }
    return page(view, "pages/topic.html", topic=one, said=shown, refused=refused)


async def draft_page(view: View, draft_id: int, refused: Refusal | None = None) -> Response:
    """A draft beside what is in force."""
    found = await reviewed(view, KIND, draft_id)
    changes = told(view, found.changes)
    return page(
        view,
        "pages/routing_draft.html",
        refused=refused,
        review=found,
        changes=changes,
        faults=amiss(view, found.faults),
    )
