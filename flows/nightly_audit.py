"""The nightly audit as a flow: does everything still hold that must."""

from flows.done import Done
from flows.duties import audit
from flows.orchestration import RETRIES, flow, once, task
from flows.runtime import runtime

NAME = audit.NAME
TITLE = "Nightly audit"


@task(name="look at everything", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=1800)
async def look_at_everything() -> Done:
    """Verify trail, seals, balance, leads and clocks; export the root of the day."""
    async with runtime() as use:
        return await audit.run(use)


@flow(name=NAME, timeout_seconds=7200)
async def nightly_audit() -> Done:
    """Look at everything, and tell the administrators what does not hold."""
    return await once(NAME, TITLE, look_at_everything)
