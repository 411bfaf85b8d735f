"""Checks of calendar and catalogue as a flow."""

from flows.done import Done
from flows.duties import rules
from flows.orchestration import RETRIES, flow, once, task
from flows.runtime import runtime

NAME = rules.NAME
TITLE = "Calendar and catalogue checked"


@task(name="look ahead", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=120)
async def look_ahead() -> Done:
    """See what the published rules will lack before somebody stumbles over it."""
    async with runtime() as use:
        return await rules.run(use)


@flow(name=NAME, timeout_seconds=600)
async def check_rules() -> Done:
    """Look ahead, and tell the administrators what will be missing."""
    return await once(NAME, TITLE, look_ahead)
