"""The timetable as deployments of a Prefect server, for installations of several machines."""

from flows import environment  # sets the defaults that Prefect reads when it is imported

# isort: split
from datetime import timedelta

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    StateType,
)
from prefect.deployments.runner import RunnerDeployment
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.flows import Flow
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.timetable import TIMETABLE, Duty

__all__ = ["POOL", "deploy", "environment"]

POOL = "qingling"
SILENT = "qingling: a run whose worker died"
HEARTBEAT = 30  # seconds, the shortest Prefect takes
MISSED = timedelta(seconds=3 * HEARTBEAT)
OVER = ("Completed", "Failed", "Cancelled", "Crashed")
# Set for the runs themselves, so that a worker needs no more than Prefect's own command and QINGLING_DATABASE_URL.
ENVIRONMENT = {
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT),
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
    "PREFECT_API_REQUEST_TIMEOUT": "30",
    "PREFECT_CLIENT_MAX_RETRIES": "5",
    "DO_NOT_TRACK": "1",
}


async def deploy(zone: str) -> list[str]:
    """Register work pool, deployments and the automation; doing it again changes nothing but what changed."""
    async with get_client() as client:
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"), overwrite=True)
        names = [await register(duty, zone) for duty in TIMETABLE]
        await mark_silent_runs_crashed(client)
    return names


async def register(duty: Duty, zone: str) -> str:
    """One duty; workers find its flow by module, so only our package must be installed there."""
    deployment = await deployment_of(duty, zone)
    await deployment.aapply()
    return f"{deployment.flow_name}/{deployment.name}"


async def deployment_of(duty: Duty, zone: str) -> RunnerDeployment:
    """Schedule, limit and tags of one duty; runs over the limit wait, since cancelling would drop prefetched ones."""
    flow: Flow[..., object] = duty.flow  # type: ignore[assignment]
    limit = ConcurrencyLimitConfig(
        limit=2 if duty.shift else 1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE
    )
    return await flow.ato_deployment(
        duty.name,
        work_pool_name=POOL,
        schedules=[schedule(duty, zone)],
        parameters=duty.parameters,
        tags=[POOL],
        concurrency_limit=limit,
        entrypoint_type=EntrypointType.MODULE_PATH,
        job_variables={"env": ENVIRONMENT},
    )


def schedule(duty: Duty, zone: str) -> Schedule:
    """In local time where people read it."""
    return Cron(duty.cron, timezone=zone) if duty.cron else Interval(duty.every, timezone=zone)


async def mark_silent_runs_crashed(client: PrefectClient) -> None:
    """A run killed with its worker would stay `Running`: without a heartbeat for 90 s it becomes `Crashed`."""
    wanted = silent_runs()
    found = await client.read_automations_by_name(SILENT)
    if found:
        await client.update_automation(found[0].id, wanted)
    else:
        await client.create_automation(wanted)


def silent_runs() -> AutomationCore:
    """After a heartbeat, the next one or an end is expected."""
    heartbeat = "prefect.flow-run.heartbeat"
    trigger = EventTrigger(
        match={"prefect.resource.id": "prefect.flow-run.*"},
        for_each={"prefect.resource.id"},
        after={heartbeat},
        expect={heartbeat, *(f"prefect.flow-run.{state}" for state in OVER)},
        posture=Posture.Proactive,
        threshold=1,
        within=MISSED,
    )
    action = ChangeFlowRunState(
        name=None,
        state=StateType.CRASHED,
        message="no heartbeat: the worker or its machine is gone",
        force=False,
    )
    return AutomationCore(name=SILENT, trigger=trigger, actions=[action])
