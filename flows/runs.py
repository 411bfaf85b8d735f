"""What a run did, kept where the pages find it by issue: by Prefect, directly or by the watchdog, it is the same row."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import uuid4

from engine.logs import Line, about
from engine.store import runs
from flows.done import Done
from flows.runtime import Runtime

LINES = 100  # of the log, the last ones
Lines = deque[str]
current: ContextVar[Lines | None] = ContextVar("current", default=None)


class Collecting(logging.Handler):
    """Gives the lines written during a run to that run."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        lines = current.get()
        if lines is not None:
            lines.append(self.format(record))


collecting = Collecting(logging.INFO)
collecting.setFormatter(Line())


class Run:
    """One run while it lasts; it is stored once it has done something."""

    def __init__(self, use: Runtime, duty: str, *, road: str, id: str | None = None) -> None:
        self.use, self.duty, self.road = use, duty, road
        self.id = id or str(uuid4())
        self.began_at: datetime = use.clock.wall()
        self.lines: Lines = deque(maxlen=LINES)
        self.stored = False

    @contextmanager
    def told(self) -> Iterator[None]:
        """Lines written inside are the run's, and carry its id."""
        if collecting not in logging.root.handlers:
            logging.root.addHandler(collecting)
        token = current.set(self.lines)
        try:
            with about(duty=self.duty, flow_run=self.id):
                yield
        finally:
            current.reset(token)

    async def did(self, turn: Done, whole: Done, *, state: str = "running") -> None:
        """Store what was done so far, and the issues of this turn."""
        if turn.idle:
            return
        self.stored = True
        await self._keep(whole, state, turn)

    async def ended(self, whole: Done, state: str) -> None:
        """Store how it ended, if it ever did anything."""
        if self.stored:
            await self._keep(whole, state, Done())

    async def _keep(self, whole: Done, state: str, turn: Done) -> None:
        told = runs.Told(
            id=self.id,
            duty=self.duty,
            road=self.road,
            state=state,
            began_at=self.began_at,
            seen_at=self.use.clock.wall(),
            result=whole.facts(),
            lines=tuple(self.lines),
        )
        async with self.use.database.statement() as connection:
            await runs.keep(connection, told, turn.references)


async def once(
    use: Runtime, duty: str, work: Callable[[], Awaitable[Done]], *, road: str, id: str | None = None
) -> Done:
    """A run that does its work in one go."""
    run = Run(use, duty, road=road, id=id)
    with run.told():
        done = await work()
    await run.did(done, done, state="failed" if done.faults else "completed")
    return done
