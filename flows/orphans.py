"""Runs whose process was killed: nobody would ever end them, and they would keep their places in their queues."""

from datetime import datetime, timedelta
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Crashed

from flows.probe import Prefect
from flows.timetable import OVERLAP, SHIFT, TIMETABLE

GRACE = timedelta(minutes=2)  # for starting and draining
LONGEST = (
    SHIFT + OVERLAP + GRACE
)  # no embedded run lasts longer, and no worker's but those with limits of their own
LIMITS = {duty.name: getattr(duty.flow, "timeout_seconds", None) for duty in TIMETABLE}
UNENDED = FlowRunFilter(
    state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING]))
)


async def mark_orphans(prefect: Prefect, *, now: datetime) -> int:
    """Mark as crashed what should long have begun or ended: with a worker's run the automation is mostly first."""
    if not await prefect.answers():
        return 0
    async with get_client() as client:
        found = await client.read_flow_runs(flow_run_filter=UNENDED, limit=200)
        orphans = [run for run in found if run.state and now - run.state.timestamp > longest(run)]
        for run in orphans:
            state: State[Any] = Crashed(message="its process ended without a word")
            await client.set_flow_run_state(run.id, state, force=True)
    return len(orphans)


def longest(run: FlowRun) -> timedelta:
    """How long a run may stay in the state it is in; a worker's has its duty's name on its queue."""
    limit = LIMITS.get(run.work_queue_name or "")
    if limit is None or run.state_type == StateType.PENDING:
        return LONGEST
    return timedelta(seconds=limit) + GRACE
