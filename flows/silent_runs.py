"""Runs that are silent: killed together with their worker, they would stay `Running` until somebody looked."""

from flows import environment  # sets the defaults that Prefect reads when it is imported

# isort: split
from datetime import timedelta

import asyncpg
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from sqlalchemy import make_url

from engine.errors import NotConfigured
from flows.background import connect

__all__ = ["HEARTBEAT", "environment", "listen_anew", "mark_silent_runs_crashed"]

SILENT = "qingling: a run whose worker died"
HEARTBEAT = 30  # seconds, the shortest Prefect takes
MISSED = timedelta(seconds=3 * HEARTBEAT)
OVER = ("Completed", "Failed", "Cancelled", "Crashed")
ANEW = 'update automation_bucket set "end" = greatest("end", now() + $1)'


async def mark_silent_runs_crashed(client: PrefectClient) -> None:
    """Set up what does it: without a heartbeat for 90 s a run becomes `Crashed`.

    Left alone if it stands as it should: changed, it forgets which runs it listens to.
    """
    wanted = silent_runs()
    found = await client.read_automations_by_name(SILENT)
    if not found:
        await client.create_automation(wanted)
    elif any(getattr(found[0], name) != getattr(wanted, name) for name in AutomationCore.model_fields):
        await client.update_automation(found[0].id, wanted)


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


async def listen_anew(database: str) -> None:
    """Before a Prefect server starts on its database: heartbeats nobody could hear while it was away are no silence."""
    try:
        connection = await connect(make_url(database))
    except (OSError, asyncpg.PostgresError) as error:
        raise NotConfigured(f"Prefect's database cannot be reached: {error}") from error
    try:
        if await connection.fetchval("select to_regclass('automation_bucket')"):
            await connection.execute(ANEW, MISSED)
    finally:
        await connection.close()
