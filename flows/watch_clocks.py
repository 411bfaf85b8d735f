"""Watching clocks as a flow: a shift of minutes in which a task opens only when a step is due."""

from flows.done import Done
from flows.duties import clocks
from flows.orchestration import RETRIES, flow, shift, task
from flows.runtime import runtime

NAME = "watch-clocks"
TITLE = "Steps of clocks fired"


@task(name="fire due steps", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=60)
async def fire_due_steps() -> Done:
    """Fire the steps that are due; what another sweeper fired is not fired again."""
    async with runtime() as use:
        return await clocks.run(use)


@flow(name=NAME)
async def watch_clocks(seconds: float = 310) -> None:
    """Watch the clocks for so many seconds."""
    await shift(NAME, TITLE, seconds, due=clocks.due_next, by_task=fire_due_steps, run=clocks.run)
