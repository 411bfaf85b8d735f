"""Two roads to the same work: by Prefect while its API answers, else directly (DESIGN D9)."""

import logging
from datetime import timedelta
from time import monotonic

from engine.outage import passing
from engine.store import duties
from flows.heartbeat import beat
from flows.probe import Prefect, direct
from flows.runs import Run, once
from flows.runtime import Runtime
from flows.shift import Shift
from flows.timetable import Duty

OVERDUE = timedelta(minutes=15)  # for what is no shift
STRETCH = 3.0  # seconds of a direct shift before Prefect is asked again,
AFTER_FAILURE = 30.0  # and when it answered but the flow failed
COVERED = "watchdog"  # the heartbeat of a shift that is covered: the next look covers it again
log = logging.getLogger(__name__)


async def keep_shift(duty: Duty, use: Runtime, prefect: Prefect) -> None:
    """One shift by whichever road is open; when Prefect falls away or comes back, on the other."""
    ends = monotonic() + duty.seconds
    while (left := ends - monotonic()) > 0 and not use.stopping.is_set():
        stretch = STRETCH
        if await prefect.answers():
            if await by_prefect(duty, {"seconds": left}):
                return
            stretch = AFTER_FAILURE
        left = min(ends - monotonic(), stretch)
        run = Run(use, duty.name, road="direct")
        await Shift(use, duty.name, due=duty.due, work=duty.run, mode=direct, run=run).keep(left)


async def run_if_due(duty: Duty, use: Runtime, prefect: Prefect) -> None:
    """One run, if there is anything to do: by Prefect, and if that raised, directly; bodies may run twice."""
    upcoming = await duty.due(use)
    if upcoming is None or upcoming > use.clock.now():
        await beat(use, duty.name, mode="idle")
    elif not (await prefect.answers() and await by_prefect(duty, {})):
        await directly(duty, use)


async def run_if_overdue(duty: Duty, use: Runtime, _: Prefect) -> None:
    """The watchdog's look at what deployments fire: if nobody did it for long, do it here."""
    upcoming = await duty.due(use)
    if upcoming is not None and use.clock.now() - upcoming > use.clock.span(OVERDUE):
        log.warning("%s was due at %s and nobody did it; the watchdog does", duty.name, upcoming)
        await directly(duty, use)


async def directly(duty: Duty, use: Runtime) -> None:
    """The same work without Prefect."""
    done = await once(use, duty.name, lambda: duty.run(use), road="direct")
    await beat(use, duty.name, mode="direct", done=done)


async def by_prefect(duty: Duty, parameters: dict[str, float]) -> bool:
    """Run the flow; false if it failed, or Prefect fell away before or while it ran, whatever that raises."""
    try:
        await duty.flow(**parameters)
    except Exception as error:  # noqa: BLE001 -- whatever Prefect raises, the work is then done without it
        log.warning("%s failed by Prefect and goes on without it: %r", duty.name, error)
        return False
    return True


async def cover(duty: Duty, use: Runtime, *, older_than: timedelta) -> bool:
    """The watchdog's look at one shift: if its heartbeat is too old, or a clock that went back left it in the future,
    do what is due here and now."""
    try:
        async with use.database.statement() as connection:
            seen, mode = await duties.last_seen(connection, duty.name)
        if seen is not None and mode != COVERED and abs(use.clock.wall() - seen) < older_than:
            return False
        done = await once(use, duty.name, lambda: duty.run(use), road=COVERED)
        await beat(use, duty.name, mode=COVERED, done=None if done.idle else done)
    except Exception as error:
        if not passing(error):
            raise
        log.warning("watchdog of %s: the database does not answer: %r", duty.name, error)
        return False
    if not done.idle:
        log.warning("watchdog did the work of %s, last seen %s: %s", duty.name, seen, dict(done.counts))
    return True
