"""留痕校验: the last seal, the days whose root has left the database, and a check of the whole trail on demand."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.navigation import AUDIT
from console.reading import at
from console.render import page
from console.view import View
from engine.actions.verify_trail import verify_trail
from engine.model.chain import Breach, Verified
from engine.store import duties, health, seals
from engine.store.seal_files import roots_in
from notifiers.findings import line
from web.asking import database_of

NIGHTLY = "audit"
NAMED = 50  # breaches told one by one
router = APIRouter()
AtAudit = Annotated[View, Depends(at(AUDIT))]


@router.get("/audit")
async def audit(view: AtAudit) -> Response:
    """How the trail stands; nothing is verified yet."""
    return await shown(view)


@router.post("/audit")
async def verify(view: AtAudit) -> Response:
    """Verify everything now and tell what does not hold."""
    found = await verify_trail(database_of(view.request), view.request.app.state.settings)
    return await shown(view, found)


async def shown(view: View, found: Verified | None = None) -> Response:
    """The page, with what was found if somebody asked."""
    database = database_of(view.request)
    async with database.statement() as connection:
        newest = await seals.last(connection)
    async with database.transaction() as session:
        nightly = [one for one in await duties.every(session) if one.name == NIGHTLY]
        since = await health.unsealed_since(session)
    roots = await asyncio.to_thread(roots_in, view.request.app.state.settings.roots_folder)
    return page(
        view,
        "pages/audit.html",
        newest=newest,
        since=since,
        nightly=nightly[0] if nightly else None,
        roots=list(reversed(roots)),
        unlike=unlike(found.breaches) if found else frozenset(),
        found=found,
        told=told(view, found.breaches) if found else (),
    )


def told(view: View, breaches: Sequence[Breach]) -> Sequence[str]:
    """The first of them in the reader's language."""
    return [line({"code": one.code, **one.facts}, view.locale) for one in breaches[:NAMED]]


def unlike(breaches: Sequence[Breach]) -> frozenset[str | int]:
    """The days whose root no longer fits."""
    return frozenset(one.facts["day"] for one in breaches if "day" in one.facts)
