"""Callbacks as a flow: the attempts that are due, by link."""

from flows.done import Done
from flows.duties import callbacks
from flows.orchestration import RETRIES, flow, leave, seen, task
from flows.runtime import runtime

NAME = "callbacks"


@task(name="call back", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=120)
async def call_back() -> Done:
    """Make the attempts that are due; each is counted in its own transaction."""
    async with runtime() as use:
        return await callbacks.run(use)


@flow(name=NAME, timeout_seconds=600)
async def call_enterprises_back() -> Done:
    """Ask the enterprises whose callback is due."""
    async with runtime() as use:
        done = await call_back()
        await seen(use, NAME, done)
        await leave(done, key=NAME, title="Callbacks attempted")
    return done
