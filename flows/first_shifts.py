"""First shifts: after a deployment nobody waits for the timetable's next mark of five minutes."""

from flows import environment  # sets the defaults that Prefect reads when it is imported

# isort: split
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType

from flows.timetable import OVERLAP, Duty

__all__ = ["ANCHOR", "begin", "environment", "next_mark"]

ANCHOR = datetime(2020, 1, 1, tzinfo=UTC)  # marks are counted from here, whenever it was deployed
ALIVE = [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING]


async def begin(client: PrefectClient, duty: Duty, deployment: UUID, *, now: datetime) -> bool:
    """Have a shift that lasts until the next mark's has taken over, unless one is kept; the key lets it be asked twice."""
    if await kept(client, duty, deployment, now=now):
        return False
    mark = next_mark(now, duty.every)
    await client.create_flow_run_from_deployment(
        deployment,
        parameters={"seconds": (mark + OVERLAP - now).total_seconds()},
        idempotency_key=f"first {deployment} {mark.isoformat()}",
    )
    return True


async def kept(client: PrefectClient, duty: Duty, deployment: UUID, *, now: datetime) -> bool:
    """Whether a shift lasts whose time is not over, or waits for a worker."""
    since = now - timedelta(seconds=duty.seconds)
    lasting = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
        expected_start_time=FlowRunFilterExpectedStartTime(after_=since, before_=now),  # type: ignore[arg-type]
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=ALIVE)),
    )
    return bool(await client.read_flow_runs(flow_run_filter=lasting, limit=1))


def next_mark(now: datetime, every: timedelta) -> datetime:
    """When the timetable's next shift begins."""
    return now + every - (now - ANCHOR) % every
