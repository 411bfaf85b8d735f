"""Runs whose process was killed: nobody would ever end them, so the next process marks them as crashed."""

from datetime import datetime, timedelta
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Crashed

from flows.probe import Prefect
from flows.timetable import OVERLAP, SHIFT

LONGEST = SHIFT + OVERLAP + timedelta(minutes=2)  # no embedded run lasts longer, not even one that drains


async def mark_orphans(prefect: Prefect, *, now: datetime) -> int:
    """Mark what has run for too long outside a worker; runs of workers have the automation of `qingling deploy`."""
    if not await prefect.answers():
        return 0
    async with get_client() as client:
        found = await client.read_flow_runs(flow_run_filter=running_before(now - LONGEST), limit=100)
        orphans: list[FlowRun] = [run for run in found if run.deployment_id is None]
        for run in orphans:
            state: State[Any] = Crashed(message="its process ended without a word")
            await client.set_flow_run_state(run.id, state, force=True)
    return len(orphans)


def running_before(instant: datetime) -> FlowRunFilter:
    """Runs that began before that instant and have no end."""
    return FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])),
        start_time=FlowRunFilterStartTime(before_=instant),  # type: ignore[arg-type]
    )
