"""A shift: minutes of watching one queue, asleep until something is due, so that it is done within a second."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from time import monotonic

from engine.store import duties
from flows.done import Done
from flows.faults import passing
from flows.runtime import Runtime

POLL = 0.4  # seconds; rows that others write meanwhile are seen this late at most
BEAT = 2.0  # seconds between heartbeats
PATIENCE = 120.0  # seconds for which one turn may take without being thought dead
PAUSE = 1.0  # seconds after the database did not answer

Due = Callable[[Runtime], Awaitable[datetime | None]]
Run = Callable[[Runtime], Awaitable[Done]]
Mode = Callable[[], Awaitable[str]]  # by which road the work goes just now
log = logging.getLogger(__name__)


class Shift:
    """One queue watched for a while; `work` is what is done when something is due."""

    def __init__(self, use: Runtime, name: str, *, due: Due, work: Run, mode: Mode) -> None:
        self.use, self.name, self.due, self.work, self.mode = use, name, due, work, mode
        self.done = Done()
        self.beaten = float("-inf")
        self.told = 0

    async def keep(self, seconds: float) -> Done:
        """Watch until the time is over or the process is asked to stop."""
        ends = monotonic() + seconds
        while not self.use.stopping.is_set() and monotonic() < ends:
            try:
                pause = await self.turn()
            except Exception as error:
                if not passing(error):
                    raise
                log.warning("%s: the database does not answer: %r", self.name, error)
                pause = PAUSE
            await self.rest(min(pause, ends - monotonic()))
        return self.done

    async def turn(self) -> float:
        """Do what is due; how long nothing will be, in seconds."""
        upcoming = await self.due(self.use)
        if upcoming is not None and upcoming <= self.use.clock.now():
            self.done.add(await self.working())
            upcoming = await self.due(self.use)
        await self.beat()
        if upcoming is None:
            return POLL
        return min(max(self.use.clock.seconds_until(upcoming), 0.01), POLL)

    async def working(self) -> Done:
        """Do the work, and go on saying so: a mail server that hangs is no dead shift, a turn without end is one."""
        work = asyncio.ensure_future(self.work(self.use))
        begun = monotonic()
        try:
            while not (await asyncio.wait({work}, timeout=BEAT))[0]:
                if monotonic() - begun < PATIENCE:
                    await self.beat()
            return await work
        finally:
            work.cancel()

    async def beat(self) -> None:
        """Say that the queue is watched."""
        if monotonic() - self.beaten < BEAT:
            return
        facts = self.done.facts() if self.done.total != self.told else None
        mode = await self.mode()
        async with self.use.database.statement() as connection:
            at = self.use.clock.wall()
            await duties.beat(connection, self.name, at=at, mode=mode, result=facts)
        self.beaten, self.told = monotonic(), self.done.total

    async def rest(self, seconds: float) -> None:
        """Sleep, unless asked to stop."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self.use.stopping.wait()
