"""Retention as a flow."""

from flows.done import Done
from flows.duties import retention
from flows.orchestration import RETRIES, flow, once, task
from flows.runtime import runtime

NAME = retention.NAME
TITLE = "Let go of"


@task(name="let go", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=1800)
async def let_go() -> Done:
    """Let go of what its time is over, batch by batch."""
    async with runtime() as use:
        return await retention.run(use)


@flow(name=NAME, timeout_seconds=7200)
async def retain() -> Done:
    """Let go of personal data, mails, sessions and links whose time is over."""
    return await once(NAME, TITLE, let_go)
