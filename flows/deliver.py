"""Delivering the outbox as a flow: a shift of minutes in which a task opens only when a notice is due."""

from flows.done import Done
from flows.duties import outbox
from flows.orchestration import RETRIES, either, flow, leave, left, prefect, task
from flows.runtime import runtime
from flows.shift import Shift

NAME = "deliver"


@task(name="deliver due notices", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=600)
async def deliver_due_notices() -> Done:
    """Take, send and settle; a notice under another's lease is left to it."""
    async with runtime() as use:
        return await outbox.run(use)


@flow(name=NAME)
async def deliver(seconds: float = 310) -> None:
    """Deliver notices for so many seconds."""
    async with runtime() as use, prefect() as api:
        work = either(api, deliver_due_notices, outbox.run)
        shift = Shift(use, NAME, due=outbox.due_next, work=work, mode=api.mode)
        await leave(await shift.keep(left(seconds)), key=NAME, title="Notices delivered")
