"""Common problems as a flow: yesterday's counts looked at for bursts, quiet problems zeroed."""

from flows.done import Done
from flows.duties import commons
from flows.orchestration import RETRIES, flow, once, task
from flows.runtime import runtime

NAME = "common-problems"


@task(name="look for bursts", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=300)
async def look_for_bursts() -> Done:
    """Each day is looked at once, in its own transaction."""
    async with runtime() as use:
        return await commons.run(use)


@flow(name=NAME, timeout_seconds=1200)
async def watch_common_problems() -> Done:
    """Propose what stands out, zero what stayed quiet."""
    return await once(NAME, "Common problems watched", look_for_bursts)
