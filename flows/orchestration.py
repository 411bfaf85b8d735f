"""The one place where flows meet Prefect: its settings first, then its decorators, and what a run leaves to read."""

from flows import environment  # sets the defaults that Prefect reads when it is imported

# isort: split
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import httpx
from prefect import flow, get_client, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectException

from engine.store import duties
from flows.done import Done
from flows.now import wall
from flows.probe import Prefect
from flows.runtime import Runtime
from flows.shift import Run

__all__ = ["AWAY", "RETRIES", "either", "environment", "flow", "leave", "left", "prefect", "seen", "task"]

# What a flow call raises when the API is away; RuntimeError is Prefect's "Failed to reach API".
AWAY: Final = (httpx.HTTPError, PrefectException, RuntimeError, OSError)
RETRIES: Final[Sequence[float]] = (1, 5, 15)  # seconds between the tries of a task
TAGS = 50

log = logging.getLogger(__name__)


def left(seconds: float) -> float:
    """What is left of a shift that was to begin earlier: a run that waited for a worker ends when it was to end."""
    context = FlowRunContext.get()
    planned = context.flow_run.expected_start_time if context and context.flow_run else None
    late = (wall() - planned).total_seconds() if planned else 0.0
    return max(seconds - max(late, 0.0), 0.0)


@asynccontextmanager
async def prefect() -> AsyncIterator[Prefect]:
    """To ask whether the API still answers while a run lasts."""
    api = Prefect()
    try:
        yield api
    finally:
        await api.close()


def either(api: Prefect, by_task: Callable[[], Awaitable[Done]], directly: Run) -> Run:
    """A task while the API answers, else the same work directly: a shift goes on when Prefect falls away."""

    async def work(use: Runtime) -> Done:
        return await by_task() if await api.answers() else await directly(use)

    return work


async def seen(use: Runtime, name: str, done: Done) -> None:
    """The heartbeat of a duty that is no shift."""
    async with use.database.statement() as connection:
        at = use.clock.wall()
        await duties.beat(connection, name, at=at, mode="prefect", result=done.facts())


async def leave(done: Done, *, key: str, title: str) -> None:
    """An artifact that says what the run did, and tags that name the issues it touched; nothing done leaves nothing."""
    context = FlowRunContext.get()
    if done.idle or context is None or context.flow_run is None:
        return
    try:
        await acreate_markdown_artifact(markdown=done.markdown(title), key=key, description=title)
        async with get_client() as client:
            tags = [*context.flow_run.tags, *list(done.references)[-TAGS:]]
            await client.update_flow_run(context.flow_run.id, tags=tags)
    except AWAY as error:  # the work itself is done and recorded in the database
        log.warning("the run's artifact could not be left: %r", error)
