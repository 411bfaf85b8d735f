"""Watching clocks as a flow: a shift of minutes in which a task opens only when a step is due."""

from flows.done import Done
from flows.duties import clocks
from flows.orchestration import RETRIES, either, flow, leave, left, prefect, task
from flows.runtime import runtime
from flows.shift import Shift

NAME = "watch-clocks"


@task(name="fire due steps", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=60)
async def fire_due_steps() -> Done:
    """Fire the steps that are due; what another sweeper fired is not fired again."""
    async with runtime() as use:
        return await clocks.run(use)


@flow(name=NAME)
async def watch_clocks(seconds: float = 310) -> None:
    """Watch the clocks for so many seconds."""
    async with runtime() as use, prefect() as api:
        work = either(api, fire_due_steps, clocks.run)
        shift = Shift(use, NAME, due=clocks.due_next, work=work, mode=api.mode)
        await leave(await shift.keep(left(seconds)), key=NAME, title="Steps of clocks fired")
