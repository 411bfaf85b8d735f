"""The clock thread: its own event loop and database pool, in which APScheduler fires the duties of the timetable."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from engine.errors import EngineError
from engine.settings import Settings
from flows.orphans import mark_orphans
from flows.probe import Prefect
from flows.roads import cover, keep_shift, run_if_due, run_if_overdue
from flows.runtime import Runtime, runtime
from flows.timetable import TIMETABLE, Duty

STALE = timedelta(seconds=6)  # a shift not heard of for so long is covered
WATCH = timedelta(seconds=2)  # how often the watchdog looks
TIDY = timedelta(seconds=15)  # how often runs without a process are looked for
DRAIN = 20.0  # seconds for running flows to end as completed
STARTS = {"coalesce": True, "misfire_grace_time": None}
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Clock:
    """What ticks inside one event loop until it is told to stop."""

    use: Runtime
    prefect: Prefect
    fires: bool = True  # false: only the watchdog, because deployments fire the duties
    inflight: set[asyncio.Task[None]] = field(default_factory=set)

    async def tick(self, stop: asyncio.Event) -> None:
        """Run until stopped, then let what runs come to its end."""
        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=STARTS)
        for duty in TIMETABLE:
            self._enter(scheduler, duty)
        self._job(scheduler, "mark orphans", TIDY, self._tidy)
        scheduler.start()
        await stop.wait()
        scheduler.pause()
        self.use.stopping.set()
        if self.inflight:
            await asyncio.wait(self.inflight, timeout=DRAIN)
        scheduler.shutdown(wait=False)

    def _enter(self, scheduler: AsyncIOScheduler, duty: Duty) -> None:
        work = keep_shift if duty.shift else run_if_due if self.fires else run_if_overdue
        if self.fires or not duty.shift:
            self._job(scheduler, duty.name, duty.every, lambda: work(duty, self.use, self.prefect))
        if duty.shift:
            self._job(scheduler, f"cover {duty.name}", WATCH, lambda: covered(duty, self.use))

    async def _tidy(self) -> None:
        marked = await mark_orphans(self.prefect, now=self.use.clock.wall())
        if marked:
            log.warning("%s runs of a process that was killed are marked as crashed", marked)

    def _job(
        self,
        scheduler: AsyncIOScheduler,
        name: str,
        every: timedelta,
        work: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        """A plain coroutine function, never a flow itself, which APScheduler would not run and call done."""

        async def job() -> None:
            task = asyncio.ensure_future(work())
            self.inflight.add(task)
            task.add_done_callback(self.inflight.discard)
            await asyncio.shield(told(name, task))

        at_once = datetime.now(UTC)
        scheduler.add_job(
            job,
            IntervalTrigger(seconds=int(every.total_seconds())),
            id=name,
            max_instances=2,
            next_run_time=at_once,
        )


async def covered(duty: Duty, use: Runtime) -> None:
    """The watchdog as a job."""
    await cover(duty, use, older_than=STALE)


async def told(name: str, work: Awaitable[None]) -> None:
    """The edge of a job: what fails is logged, and the next tick is the retry."""
    try:
        await work
    except EngineError as error:
        log.warning("%s waits: %s: %s", name, error.code, error.message)
    except Exception:
        log.exception("%s failed; its next tick tries again", name)


class ClockThread(threading.Thread):
    """The clock in a thread of its own, so that flows never delay a request nor take the process's signals."""

    def __init__(self, settings: Settings, url: str, *, api: str, fires: bool = True) -> None:
        super().__init__(name="clock", daemon=True)
        self.settings, self.url, self.api, self.fires = settings, url, api, fires
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ended = threading.Event()
        self.halt: asyncio.Event | None = None

    def run(self) -> None:
        """Tick until stopped."""
        asyncio.run(self._main())

    async def _main(self) -> None:
        self.loop, self.halt = asyncio.get_running_loop(), asyncio.Event()
        if self.ended.is_set():
            return
        prefect = Prefect(self.api)
        try:
            async with runtime(self.settings, url=self.url) as use:
                await Clock(use, prefect, fires=self.fires).tick(self.halt)
        finally:
            await prefect.close()

    def stop(self, seconds: float = DRAIN + 5) -> None:
        """Ask it to end, and wait until the flows that run are completed."""
        self.ended.set()
        if self.loop is not None and self.halt is not None and self.is_alive():
            self.loop.call_soon_threadsafe(self.halt.set)
        self.join(seconds)
