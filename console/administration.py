"""Administration: how the duties fare."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.navigation import DUTIES
from console.reading import at
from console.render import page
from console.view import View
from engine.model.duty import Duty
from engine.model.words import Role
from engine.rules.lateness import BEYOND, UPTO, quantile
from engine.rules.standing import standing
from engine.store import duties as heartbeats
from engine.store import health
from web.asking import database_of

router = APIRouter()


@router.get("/duties")
async def duties(view: Annotated[View, Depends(at(DUTIES))]) -> Response:
    """When each duty last succeeded and by which road, how late it has been; what waits for them now."""
    async with database_of(view.request).transaction() as session:
        kept = await heartbeats.every(session)
        waiting = await health.waiting(session, now=view.now)
        lateness = await heartbeats.lateness(session)
    late = {one.name: told(one, lateness[one.name][0]) for one in kept if one.name in lateness}
    prefect = view.reader.role == Role.ADMIN
    stands = standing(((one.last_ok_at, one.mode) for one in kept), view.now)
    return page(
        view,
        "pages/duties.html",
        duties=kept,
        waiting=waiting,
        late=late,
        prefect=prefect,
        stands=stands,
    )


def told(duty: Duty, counts: Mapping[float, int]) -> str:
    """Half of it at most so late, nearly all of it, and the most in its last run."""
    half, nearly = (bound(quantile(counts, share)) for share in (0.5, 0.99))
    return f"{half} · {nearly} · {duty.result.get('late_seconds', 0):.1f} s"


def bound(seconds: float | None) -> str:
    """A bound of the histogram."""
    if seconds is None:
        return "—"
    return f"> {UPTO[-1]:g} s" if seconds == BEYOND else f"≤ {seconds:g} s"
