"""The weekly summary as a flow."""

from flows.done import Done
from flows.duties import summary
from flows.orchestration import RETRIES, flow, once, task
from flows.runtime import runtime

NAME = "weekly-summary"
TITLE = "Weekly summary"


@task(name="draw and send", retries=3, retry_delay_seconds=list(RETRIES), timeout_seconds=300)
async def draw_and_send() -> Done:
    """Draw the summaries that are due and put them into the outbox; a week is drawn and sent once."""
    async with runtime() as use:
        return await summary.run(use)


@flow(name=NAME, timeout_seconds=1200)
async def weekly_summary() -> Done:
    """Send the task force the summary of the week that ended."""
    return await once(NAME, TITLE, draw_and_send)
