"""The timetable as deployments of a Prefect server, for installations of several machines."""

from flows import environment  # sets the defaults that Prefect reads when it is imported

# isort: split
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.flows import Flow
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.first_shifts import ANCHOR, begin
from flows.now import Wall
from flows.silent_runs import HEARTBEAT, mark_silent_runs_crashed
from flows.timetable import TIMETABLE, Duty

__all__ = ["POOL", "deploy", "environment"]

POOL = "qingling"
# Set for the runs themselves, so that a worker needs no more than Prefect's own command and QINGLING_DATABASE_URL.
ENVIRONMENT = {
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT),
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
    "PREFECT_API_REQUEST_TIMEOUT": "30",
    "PREFECT_CLIENT_MAX_RETRIES": "5",
    "DO_NOT_TRACK": "1",
}


async def deploy(zone: str, *, now: Wall) -> list[str]:
    """Register pool, deployments and automation, and begin; once more changes only what changed. What was done, in lines."""
    async with get_client() as client:
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"), overwrite=True)
        await mark_silent_runs_crashed(client)
        registered = {duty: await register(client, duty, zone) for duty in TIMETABLE}
        shifts = {duty: made for duty, made in registered.items() if duty.shift}
        begun = [duty for duty, made in shifts.items() if await begin(client, duty, made, now=now())]
    said = [f"registered {duty.name}/{duty.name}" for duty in registered]
    return said + [f"a first shift of {duty.name} waits for a worker" for duty in begun]


async def register(client: PrefectClient, duty: Duty, zone: str) -> UUID:
    """One duty, and at once its runs to come: those that were planned are dropped with every change."""
    await queue(client, duty)
    made = await (await deployment_of(duty, zone)).aapply()
    await client.request("POST", "/deployments/{id}/schedule", path_params={"id": made}, json={})
    return made


async def queue(client: PrefectClient, duty: Duty) -> None:
    """A queue of its own, over whose limit runs wait: it counts runs, where a deployment's own limit is a lease, which
    a restarted Prefect server knows nothing of, and without which it ends a shift in the middle."""
    limit = 2 if duty.shift else 1
    try:
        await client.create_work_queue(duty.name, concurrency_limit=limit, work_pool_name=POOL)
    except ObjectAlreadyExists:
        found = await client.read_work_queue_by_name(duty.name, work_pool_name=POOL)
        await client.update_work_queue(found.id, concurrency_limit=limit)


async def deployment_of(duty: Duty, zone: str) -> RunnerDeployment:
    """Schedule, queue and tags of one duty; workers find its flow by module, so only our package must be installed there."""
    flow: Flow[..., object] = duty.flow  # type: ignore[assignment]
    return await flow.ato_deployment(
        duty.name,
        work_pool_name=POOL,
        work_queue_name=duty.name,
        schedules=[schedule(duty, zone)],
        parameters=duty.parameters,
        tags=[POOL],
        concurrency_limit=None,
        entrypoint_type=EntrypointType.MODULE_PATH,
        job_variables={"env": ENVIRONMENT},
    )


def schedule(duty: Duty, zone: str) -> Schedule:
    """In local time where people read it; one name and one anchor for ever, so that a mark has one run."""
    if duty.cron:
        return Cron(duty.cron, timezone=zone, slug=duty.name)
    return Interval(duty.every, timezone=zone, slug=duty.name, anchor_date=ANCHOR)
