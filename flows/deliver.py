"""Delivering the outbox as a flow: a shift of minutes in which a task opens only when a notice is due."""

from flows.done import Done
from flows.duties import outbox
from flows.orchestration import RETRIES, flow, shift, task
from flows.runtime import runtime

NAME = "deliver"
TITLE = "Notices delivered"


@task(name="deliver due notices", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=600)
async def deliver_due_notices() -> Done:
    """Take, send and settle; a notice under another's lease is left to it."""
    async with runtime() as use:
        return await outbox.run(use)


@flow(name=NAME)
async def deliver(seconds: float = 310) -> None:
    """Deliver notices for so many seconds."""
    await shift(NAME, TITLE, seconds, due=outbox.due_next, by_task=deliver_due_notices, run=outbox.run)
