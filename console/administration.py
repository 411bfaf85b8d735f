"""Administration: how the duties fare, and who signs in."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.navigation import DUTIES, PEOPLE
from console.reading import at
from console.render import page
from console.view import View
from engine.model.person import Person
from engine.model.words import Role
from engine.store import duties as heartbeats
from engine.store import health, people
from web.asking import database_of

router = APIRouter()


@router.get("/duties")
async def duties(view: Annotated[View, Depends(at(DUTIES))]) -> Response:
    """When each duty last succeeded and by which road; what waits for them now."""
    async with database_of(view.request).transaction() as session:
        kept = await heartbeats.every(session)
        waiting = await health.waiting(session, now=view.now)
    return page(view, "pages/duties.html", duties=kept, waiting=waiting)


@router.get("/people")
async def staff(view: Annotated[View, Depends(at(PEOPLE))]) -> Response:
    """Everybody who may sign in, by role."""
    async with database_of(view.request).transaction() as session:
        everyone = await people.everyone(session)
    words, role = view.query("q").strip(), view.query("role")
    found = [one for one in everyone if fits(view, one, words) and role in ("", one.role)]
    return page(view, "pages/people.html", people=found, roles=Role, count=len(everyone))


def fits(view: View, one: Person, words: str) -> bool:
    """Whether the words are in the name, the login or the agency."""
    told: Sequence[str] = (one.name, one.login, view.agency(one.agency), view.agency(one.owner))
    return any(words in text for text in told)
