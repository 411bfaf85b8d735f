"""单位待办: the agency's inbox, and claiming several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from console.navigation import INBOX
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.view import View
from engine.actions.claim import claim
from engine.errors import EngineError
from engine.model.words import Stage
from engine.store import lists
from web.asking import database_of, live_of, work

router = APIRouter()
AtInbox = Annotated[View, Depends(at(INBOX))]
PAGE = 50
SHOWN: dict[str, lists.Wanted] = {
    "open": lists.Wanted(
        stages=(Stage.ASSIGNED, Stage.CLAIMED, Stage.IN_PROGRESS, Stage.HELD, Stage.DISPUTED)
    ),
    "unclaimed": lists.Wanted(stages=(Stage.ASSIGNED,)),
    "late": lists.Wanted(stages=(Stage.ASSIGNED, Stage.CLAIMED, Stage.IN_PROGRESS), late=True),
    "working": lists.Wanted(stages=(Stage.CLAIMED, Stage.IN_PROGRESS)),
    "held": lists.Wanted(stages=(Stage.HELD, Stage.DISPUTED)),
    "replied": lists.Wanted(stages=(Stage.REPLIED,)),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the inbox."""

    title: str
    href: str
    count: str
    current: bool


@router.get("/inbox")
async def inbox(view: AtInbox) -> Response:
    """The list, narrowed by the address."""
    return await shown(view)


@router.post("/inbox/claim")
async def claim_chosen(
    view: AtInbox, assignment: Annotated[list[int], Form(default_factory=list)]
) -> Response:
    """Claim each by itself: one that somebody else has does not hold up the others."""
    refusals: list[Refusal] = []
    for one in assignment:
        try:
            async with work(view.request, view.reader) as unit:
                await claim(unit, one)
        except EngineError as error:
            refusals.append(refusal(view, error))
    status = 200 if assignment and not refusals else 409 if refusals else 422
    return await shown(view, claimed=len(assignment) - len(refusals), refusals=refusals, status=status)


async def shown(
    view: View, *, claimed: int = 0, refusals: Sequence[Refusal] = (), status: int = 200
) -> Response:
    """The page as the address asks for it."""
    way = show(view)
    since = await live_of(view.request).marked()
    facts = await found(view, way)
    return page(
        view,
        "pages/inbox.html",
        status=status,
        claimed=claimed,
        refusals=refusals,
        show=way,
        newer=start(view),
        since=since,
        **facts,
    )


def show(view: View) -> str:
    """The way of looking that the address asks for."""
    return view.query("show") if view.query("show") in SHOWN else "open"


async def found(view: View, way: str) -> dict[str, Any]:
    """The lines, the tabs with their counts, the next page's address."""
    agency = view.reader.agency or ""
    async with database_of(view.request).transaction() as session:
        lines = await lists.of_agency(
            session, agency, wanted(view, way), now=view.now, after=view.query("after") or None, limit=PAGE
        )
        counts = await lists.counts_of_agency(session, agency, now=view.now)
    older = address(view, after=lines.following) if lines.following else None
    return {
        "page": lines,
        "tabs": tabs(view, way, counts),
        "older": older,
        "filtered": bool(view.query("urgency") or view.query("q")) or way != "open",
    }


def wanted(view: View, way: str) -> lists.Wanted:
    """What the address narrows this way of looking to."""
    urgency = tuple(filter(None, [view.query("urgency")]))
    return lists.narrower(SHOWN[way], urgencies=urgency, words=view.query("q") or None)


def tabs(view: View, way: str, counts: dict[str, int]) -> list[Tab]:
    """Every way to look, with how many wait there."""
    return [Tab(view.word("inbox", key), f"/inbox?show={key}", str(counts[key]), key == way) for key in SHOWN]


def start(view: View) -> str | None:
    """Back to the first page, from a later one."""
    return address(view, after="") if view.query("after") else None


def address(view: View, *, after: str) -> str:
    """The same list from another key on."""
    kept = {name: value for name, value in view.request.query_params.items() if name != "after"}
    return "/inbox?" + urlencode(kept | ({"after": after} if after else {}))
