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

from flows import runs
from flows.done import Done
from flows.heartbeat import beat
from flows.now import wall
from flows.probe import Prefect
from flows.runtime import Runtime, runtime
from flows.shift import Due, Shift
from flows.shift import Run as Work

__all__ = ["AWAY", "RETRIES", "environment", "flow", "once", "shift", "task"]

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


def either(api: Prefect, by_task: Callable[[], Awaitable[Done]], directly: Work) -> Work:
    """A task while the API answers, else the same work directly: a shift goes on when Prefect falls away."""

    async def work(use: Runtime) -> Done:
        return await by_task() if await api.answers() else await directly(use)

    return work


async def once(name: str, title: str, by_task: Callable[[], Awaitable[Done]]) -> Done:
    """A run that does its work in one task, says so, and leaves what it did."""
    async with runtime() as use:
        done = await runs.once(use, name, by_task, road="prefect", id=run_id())
        await beat(use, name, mode="prefect", done=done)
        await leave(done, key=name, title=title)
    return done


async def shift(
    name: str,
    title: str,
    seconds: float,
    *,
    due: Due,
    by_task: Callable[[], Awaitable[Done]] | None,
    run: Work,
) -> None:
    """A shift that opens a task when work is due, or does it plainly where a task would cost more than it tells."""
    async with runtime() as use, prefect() as api:
        work = either(api, by_task, run) if by_task else run
        kept = runs.Run(use, name, road="prefect", id=run_id())
        watching = Shift(use, name, due=due, work=work, mode=api.mode, run=kept)
        await leave(await watching.keep(left(seconds)), key=name, title=title)


def run_id() -> str | None:
    """The flow run we are in."""
    context = FlowRunContext.get()
    return str(context.flow_run.id) if context and context.flow_run else None


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
