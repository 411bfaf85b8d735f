"""Reviews of shelved issues as a flow."""

from flows.done import Done
from flows.duties import reviews
from flows.orchestration import RETRIES, flow, once, task
from flows.runtime import runtime

NAME = reviews.NAME
TITLE = "Reviews of shelved issues"


@task(name="ask for reviews", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=120)
async def ask_for_reviews() -> Done:
    """Find the shelved issues whose review date is past."""
    async with runtime() as use:
        return await reviews.run(use)


@flow(name=NAME, timeout_seconds=600)
async def shelved_reviews() -> Done:
    """Ask the task force for the reviews that are due."""
    return await once(NAME, TITLE, ask_for_reviews)
