"""What the duties' runs did: the latest, and one with its issues, findings and log lines."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.navigation import DUTIES, may_open
from console.orchestration import BASE
from console.reading import at
from console.render import page
from console.view import View
from engine.model.run import Run
from engine.model.words import Role
from engine.store import runs
from web.asking import database_of

SILENT = timedelta(minutes=10)  # a run that says nothing for so long was cut short
router = APIRouter()


@router.get("/duties/runs")
async def listed(view: Annotated[View, Depends(at(DUTIES))]) -> Response:
    """The runs that did something, of one duty or of all."""
    duty = view.query("duty")
    async with database_of(view.request).transaction() as session:
        found = await runs.latest(session, duty=duty)
    return page(view, "pages/runs.html", runs=found, duty=duty, state_of=partial(state, now=view.now))


@router.get("/duties/runs/{run_id}")
async def one(view: Annotated[View, Depends(at(DUTIES))], run_id: str) -> Response:
    """One run."""
    async with database_of(view.request).transaction() as session:
        run, touched = await runs.one(session, run_id), await runs.touched(session, run_id)
    prefect = (
        f"{BASE}/runs/flow-run/{run.id}" if run.road == "prefect" and view.reader.role == Role.ADMIN else ""
    )
    return page(
        view,
        "pages/run.html",
        run=run,
        touched=touched,
        prefect=prefect,
        state_of=partial(state, now=view.now),
    )


async def touching(view: View, reference: str) -> Sequence[Run]:
    """The runs that touched an issue, for readers who look after the duties."""
    if not may_open(view.reader.role, DUTIES):
        return ()
    async with database_of(view.request).transaction() as session:
        return await runs.of_issue(session, reference)


def state(run: Run, now: datetime) -> str:
    """The state of a run as it is seen now: one that still says it runs but is not heard of was cut short."""
    return "cut_short" if run.state == "running" and now - run.seen_at > SILENT else run.state
