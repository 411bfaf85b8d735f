"""Sweepers killed in the middle of their work, and a clock that jumps: no step lost, none told twice."""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench import time_rows
from engine.settings import ROOT

BATCH = 20  # small, so that a kill falls within a batch as often as between two
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LEFT = "select count(*) from clock_step where state = 'armed' and at <= $1"
FOUND = """
select (select count(*) from clock_step where state = 'fired') as fired,
       (select count(*) from clock_step where state = 'failed') as failed,
       (select count(*) from event where kind = 'stepped') as events,
       (select count(distinct (issue_id, data->>'clock', data->>'step', data->>'ordinal', data->>'due'))
          from event where kind = 'stepped') as told,
       (select count(*) from notice where kind = 'step') as notices,
       (select count(*) from (select event_id, audience from notice where kind = 'step'
          group by 1, 2 having count(*) > 1) x) as twice,
       (select count(*) from issue i where version <> (select count(*) from event where issue_id = i.id)) as gaps
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the ledger after the faults."""

    fired: int
    failed: int
    events: int
    told: int
    notices: int
    twice: int
    gaps: int

    def sound(self, steps: int, audiences: int) -> bool:
        """Every step fired once, in one event, with one notice for each audience, and every trail is whole."""
        once = self.fired == self.events == self.told == steps and self.notices == steps * audiences
        return once and not (self.failed or self.twice or self.gaps)


@asynccontextmanager
async def sweeper(url: str, clock: Path) -> AsyncIterator[subprocess.Popen[str]]:
    """A running sweeper; killed at the end if it still runs."""
    process = started(url, clock)
    assert process.stdout is not None
    try:
        await asyncio.to_thread(process.stdout.readline)
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def started(url: str, clock: Path) -> subprocess.Popen[str]:
    """A process of its own."""
    line = [sys.executable, "-m", "bench.sweeper", url.replace("+asyncpg", ""), str(clock), str(BATCH)]
    return subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)


async def killed(keeper: Any, url: str, clock: Path, *, times: int, now: datetime, steps: int) -> int:
    """Kill a sweeper so many times while it works; how many of the kills found it with some done and some not."""
    draw, amid = random.Random(9), 0
    for _ in range(times):
        write(clock, now - HOUR)
        async with sweeper(url, clock) as process:
            await time_rows.make_due(keeper, now - MINUTE, steps, "reply")
            due = await keeper.fetchval(LEFT, now)
            write(clock, now)
            while await keeper.fetchval(LEFT, now) == due:
                pass  # asking takes its own short while
            await asyncio.sleep(draw.uniform(0, 0.03))
            process.kill()
            process.wait()
        amid += 0 < await keeper.fetchval(LEFT, now) < due
    async with sweeper(url, clock):
        await drained(keeper, now)
    return amid


async def jumped(keeper: Any, url: str, clock: Path, *, now: datetime, steps: int) -> None:
    """Two sweepers while the clock goes an hour back, an hour forward, and comes right."""
    write(clock, now - HOUR)
    await time_rows.make_due(keeper, now - MINUTE, steps, "first_contact")
    async with sweeper(url, clock), sweeper(url, clock):
        for moment in (now, now - HOUR, now + HOUR, now - HOUR, now):
            write(clock, moment)
            await asyncio.sleep(0.05)
        await drained(keeper, now)


async def drained(connection: Any, now: datetime, seconds: float = 120) -> None:
    """Until nothing is due; a step that is never fired ends the wait with an error."""
    deadline = time.monotonic() + seconds
    while await connection.fetchval(LEFT, now):
        if time.monotonic() > deadline:
            raise SystemExit("a step was lost: it is due and nobody fires it")
        await asyncio.sleep(0.02)


async def found(connection: Any) -> Found:
    """Count what stands."""
    return Found(*(await connection.fetchrow(FOUND)).values())


def write(clock: Path, now: datetime) -> None:
    """Set the sweepers' clock; they never read half an instant."""
    aside = clock.with_suffix(".new")
    aside.write_text(now.isoformat())
    aside.replace(clock)
