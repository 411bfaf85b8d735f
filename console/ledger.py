"""问题台账: every issue the reader may see, narrowed by the address; and finding one."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.listing import listed
from console.navigation import ISSUES
from console.reading import House, at
from console.render import page
from console.sign_in import go
from console.view import View
from engine.actions.look import look
from engine.errors import NotFound
from engine.model.words import Outcome, Status, Urgency
from engine.rules.lifecycle import CLOSED, OPEN
from engine.store.lists import Wanted
from web.asking import work

router = APIRouter()


@router.get("/issues")
async def ledger(view: Annotated[View, Depends(at(ISSUES))]) -> Response:
    """The ledger: open issues, what burns first; others, the newest first."""
    return await shown(view, view.query("status") or "open")


@router.get("/find")
async def find(view: House) -> Response:
    """A reference opens its issue; other words narrow the whole ledger."""
    try:
        async with work(view.request, view.reader) as unit:
            return go(f"/issues/{(await look(unit, view.query('q').strip().upper())).issue.reference}")
    except NotFound:
        return await shown(view, "any")


async def shown(view: View, status: str) -> Response:
    """The list under one status."""
    narrow = wanted(view, status)
    newest = status != "open" and status not in OPEN
    found = await listed(view, narrow, newest=newest)
    return page(
        view, "pages/ledger.html", **found, statuses=Status, urgencies=Urgency, chosen=status, newest=newest
    )


def wanted(view: View, status: str) -> Wanted:
    """What the address asks for; a word it does not know narrows nothing."""
    statuses = {"open": tuple(sorted(OPEN)), "closed": tuple(sorted(CLOSED))}.get(status)
    return Wanted(
        statuses=statuses or ((status,) if status in set(Status) else ()),
        urgencies=(view.query("urgency"),) if view.query("urgency") in set(Urgency) else (),
        lead=view.query("lead") or None,
        channel=view.query("channel") or None,
        document=view.query("document") or None,
        number=int(view.query("number")) if view.query("number").isdecimal() else None,
        words=view.query("q") or None,
        supervised=bool(view.query("supervised")),
        heated=int(view.query("heat")) if view.query("heat").isdecimal() else 0,
        late=bool(view.query("late")),
        closed_by=view.query("outcome") if view.query("outcome") in set(Outcome) else None,
    )
