"""Callbacks as a flow: the attempts that are due, by link."""

from flows.done import Done
from flows.duties import callbacks
from flows.orchestration import RETRIES, flow, once, task
from flows.runtime import runtime

NAME = "callbacks"
TITLE = "Callbacks attempted"


@task(name="call back", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=120)
async def call_back() -> Done:
    """Make the attempts that are due; each is counted in its own transaction."""
    async with runtime() as use:
        return await callbacks.run(use)


@flow(name=NAME, timeout_seconds=600)
async def call_enterprises_back() -> Done:
    """Ask the enterprises whose callback is due."""
    return await once(NAME, TITLE, call_back)
