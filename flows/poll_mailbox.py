"""Reading the mailbox as a flow."""

from flows.done import Done
from flows.duties import mailbox
from flows.orchestration import RETRIES, flow, once, task
from flows.runtime import runtime

NAME = mailbox.NAME
TITLE = "Letters taken"


@task(name="take letters", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=300)
async def take_letters() -> Done:
    """Take what waits; a letter met again registers nothing twice."""
    async with runtime() as use:
        return await mailbox.run(use)


@flow(name=NAME, timeout_seconds=1200)
async def poll_mailbox() -> Done:
    """Look into the mailbox."""
    return await once(NAME, TITLE, take_letters)
