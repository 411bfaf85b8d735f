"""A shift: minutes of watching one queue, asleep until something is due, so that it is done within a second."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from time import monotonic

from engine.outage import passing
from flows import runs
from flows.done import Done
from flows.heartbeat import beat
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

    def __init__(self, use: Runtime, name: str, *, due: Due, work: Run, mode: Mode, run: runs.Run) -> None:
        self.use, self.name, self.due, self.work, self.mode = use, name, due, work, mode
        self.run = run
        self.done = Done()
        self.unsaid = Done()
        self.beaten = float("-inf")

    async def keep(self, seconds: float) -> Done:
        """Watch until the time is over or the process is asked to stop."""
        state = "failed"
        try:
            with self.run.told():
                await self.watch(monotonic() + seconds)
            state = "completed"
        finally:
            await self.close(state)
        return self.done

    async def watch(self, ends: float) -> None:
        """Turn after turn; a database that is away is waited for."""
        while not self.use.stopping.is_set() and monotonic() < ends:
            try:
                pause = await self.turn()
            except Exception as error:
                if not passing(error):
                    raise
                log.warning("%s: the database does not answer: %r", self.name, error)
                pause = PAUSE
            await self.rest(min(pause, ends - monotonic()))

    async def close(self, state: str) -> None:
        """Say how it ended; nobody waits for that if the database is away."""
        try:
            await self.run.ended(self.done, state)
            if self.unsaid.total:
                self.beaten = float("-inf")
                await self.beat()
        except Exception as error:
            if not passing(error):
                raise
            log.warning("%s: its end could not be recorded: %r", self.name, error)

    async def turn(self) -> float:
        """Do what is due; how long nothing will be, in seconds."""
        upcoming = await self.due(self.use)
        if upcoming is not None and upcoming <= self.use.clock.now():
            turn = await self.working()
            self.done.add(turn)
            self.unsaid.add(turn)
            await self.run.did(turn, self.done)
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
        news = not self.unsaid.idle
        mode = await self.mode()
        await beat(self.use, self.name, mode=mode, done=self.done if news else None, late=self.unsaid)
        self.beaten, self.unsaid = monotonic(), Done()

    async def rest(self, seconds: float) -> None:
        """Sleep, unless asked to stop."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self.use.stopping.wait()
