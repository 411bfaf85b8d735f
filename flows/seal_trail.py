"""Sealing the trail as a flow: a shift; a seal every few seconds needs no task of its own."""

from flows.duties import sealing
from flows.orchestration import flow, shift

NAME = "seal-trail"
TITLE = "Trail sealed"


@flow(name=NAME)
async def seal_trail(seconds: float = 310) -> None:
    """Seal what is recorded, for so many seconds."""
    await shift(NAME, TITLE, seconds, due=sealing.due_next, by_task=None, run=sealing.run)
