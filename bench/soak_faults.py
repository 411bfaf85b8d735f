"""What is done to a soak's installation while people work: kills at random, the Prefect server taken away; and waiting."""

import asyncio
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg

from bench.soak_house import House
from bench.soak_people import People
from engine.postgres import EmbeddedPostgres
from flows.timetable import TIMETABLE

FIRST, LAST = 0.03, 0.93  # of the reports cleared: between them the kills fall
SETTLED = """
select (select count(*) from notice where state in ('waiting', 'taken') and next_at < $1::timestamptz + interval '1 hour') as notices,
       (select count(*) from clock_step where state = 'armed' and at <= $1) as steps
"""
SHIFTS = [duty.name for duty in TIMETABLE if duty.shift]
KEPT = "select count(*) from duty where mode = 'prefect' and name = any($1)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to happen."""

    reports: int
    kills: int
    seconds: float
    at_once: int
    away: bool

    @property
    def without(self) -> int:
        """How many are done without the Prefect server."""
        return self.reports // 4 if self.away else 0


async def without_prefect(house: House, people: People, postgres: EmbeddedPostgres, plan: Plan) -> None:
    """The Prefect server is killed, a part of the work is done without it, and shifts are theirs again when it is back."""
    house.take_away("prefect")
    gone = time.monotonic()
    await watched(postgres, 0)
    let_go = time.monotonic()
    await people.work(range(plan.without), plan.at_once)
    await settled(postgres)
    house.give_back("prefect")
    back = time.monotonic()
    await watched(postgres)
    print(
        f"Prefect server killed: shifts went on without it after {let_go - gone:.1f} s, {people.progress.cleared} cleared"
        f" in {back - gone:.0f} s; started again, they were Prefect's after {time.monotonic() - back:.1f} s"
    )


async def supervise(house: House) -> None:
    """Restart what has died."""
    while True:
        await asyncio.to_thread(house.revive)
        await asyncio.sleep(0.2)


async def slay(house: House, people: People, plan: Plan) -> None:
    """Strike when so many reports are cleared; the marks are drawn beforehand."""
    draw = random.Random(people.seed)
    after = people.progress.cleared
    marks = sorted(after + draw.uniform(FIRST, LAST) * (plan.reports - after) for _ in range(plan.kills))
    for mark in marks:
        while people.progress.cleared < mark:  # noqa: ASYNC110 -- a number, not an event
            await asyncio.sleep(0.02)
        await asyncio.to_thread(house.strike, draw)


async def connected(postgres: EmbeddedPostgres) -> Any:
    """A connection of our own."""
    return await asyncpg.connect(host=str(postgres.sockets), user="owner", database="qingling")


async def watched(postgres: EmbeddedPostgres, shifts: int = len(SHIFTS)) -> None:
    """Until workers keep so many of the shifts by Prefect, all or none."""
    connection = await connected(postgres)
    try:
        deadline = time.monotonic() + 360  # a shift that died is replaced at the next mark of five minutes
        while await connection.fetchval(KEPT, SHIFTS) != shifts:
            if time.monotonic() > deadline:
                raise SystemExit(f"Prefect keeps other than {shifts} shifts")
            await asyncio.sleep(0.2)
    finally:
        await connection.close()


async def settled(postgres: EmbeddedPostgres) -> None:
    """Until no notice waits and no step is due."""
    connection = await connected(postgres)
    try:
        while any(await connection.fetchrow(SETTLED, datetime.now(UTC))):  # noqa: ASYNC110 -- in the database
            await asyncio.sleep(0.5)
    finally:
        await connection.close()
