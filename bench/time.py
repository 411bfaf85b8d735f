"""Counted time against the minute-by-minute oracle, and the sweep of two million running clocks."""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import typer

from bench import oracle, time_faults, time_rows
from engine.catalog.calendars import read_almanac
from engine.model.calendar import Calendar
from engine.model.words import Unit
from engine.rules import worktime
from engine.settings import ROOT, Settings
from engine.store import clocks
from qingling.house import open_house

BATCH = 1000
IDLE_RUNS = 200
MINUTE = timedelta(minutes=1)


def counted(cases: int) -> None:
    """Every case of `add` and `between` against the oracle; the first that differs stops the run."""
    calendar = read_almanac(ROOT / "catalogs" / "tianjin-port" / "calendar.yaml").of(None)
    wrong, spent = 0, 0.0
    for number, unit in enumerate(Unit):
        starts, amounts = oracle.cases(cases // 3 + (number < cases % 3), seed=number, unit=unit)
        begun = [oracle.instant(start) for start in starts]
        ends = oracle.add(starts, amounts, unit)
        before = time.perf_counter()
        dues = [
            worktime.add(calendar, one, int(amount), unit) for one, amount in zip(begun, amounts, strict=True)
        ]
        counts = [worktime.between(calendar, one, due, unit) for one, due in zip(begun, dues, strict=True)]
        spent += time.perf_counter() - before
        wrong += sum(oracle.minute(due) != end for due, end in zip(dues, ends, strict=True))
        wrong += sum(count != amount for count, amount in zip(counts, amounts, strict=True))
    print(f"oracle: {cases} cases of add and between, {wrong} wrong, {spent / cases / 2 * 1e6:.1f} µs a call")
    naive(calendar)
    if wrong:
        raise SystemExit(1)


def naive(calendar: Calendar, calls: int = 50) -> None:
    """The same sums walked minute by minute in Python, for comparison."""
    draw = random.Random(1)
    starts = [oracle.instant(draw.randrange(0, 600 * oracle.DAY)) for _ in range(calls)]
    before = time.perf_counter()
    for start in starts:
        moment, left = start, 2000
        while left:
            left -= int(oracle.WORKING[oracle.minute(moment)])
            moment += MINUTE
        assert moment == worktime.add(calendar, start, 2000, Unit.WORKTIME)
    print(
        f"        {(time.perf_counter() - before) / calls * 1e3:.1f} ms a call when walked minute by minute"
    )


async def swept(url: str, owner: str, issues: int, due: int) -> None:
    """Idle, one statement, batches, and several sweepers at once, on one ledger."""
    now = datetime.now(UTC).replace(microsecond=0)
    keeper, worker = await asyncpg.connect(plain(owner)), await asyncpg.connect(plain(url))
    before = time.perf_counter()
    await time_rows.fill(keeper, issues, now)
    print(
        f"ledger: {issues} open issues, {2 * issues} running clocks, written in {time.perf_counter() - before:.0f} s"
    )
    await idle(worker, now)
    await time_rows.make_due(keeper, now - MINUTE, due, "reply")
    ceiling = await one_statement(worker, now, due)
    await time_rows.make_due(keeper, now - MINUTE, due, "first_contact")
    rate, late = await drained(worker, now + MINUTE)
    print(f"batches of {BATCH}: {rate:.0f} steps/s, {rate / ceiling:.0%} of one statement; {late}")
    for number, sweepers in enumerate((2, 4), 2):
        moment = now + number * MINUTE
        await time_rows.make_due(
            keeper, moment - MINUTE, due // 2, "reply" if sweepers == 2 else "first_contact"
        )
        await together(keeper, url, moment, sweepers)
    await spread(keeper, worker, now + timedelta(hours=1), due)
    await keeper.close()
    await worker.close()


async def faulty(url: str, owner: str, clock: Path, times: int) -> None:
    """Kills and jumps of the clock on a small ledger of its own."""
    now, each = datetime.now(UTC).replace(microsecond=0), 200
    keeper = await asyncpg.connect(plain(owner))
    await time_rows.fill(keeper, each * (times + 2), now)
    amid = await time_faults.killed(keeper, url, clock, times=times, now=now, steps=each)
    await time_faults.jumped(keeper, url, clock, now=now, steps=each)
    found = await time_faults.found(keeper)
    await keeper.close()
    print(
        f"kill -9: {times} sweepers killed, {amid} amid their work; the clock set back and forward: {found}"
    )
    if not found.sound(each * (times + 1), 2):
        raise SystemExit("a step was lost or fired twice")


def plain(url: str) -> str:
    """The address as the driver reads it."""
    return url.replace("+asyncpg", "")


async def idle(worker: Any, now: datetime) -> None:
    """A sweep that finds nothing."""
    times = []
    for _ in range(IDLE_RUNS):
        before = time.perf_counter()
        await clocks.sweep(worker, now=now - MINUTE)
        times.append(time.perf_counter() - before)
    print(
        f"idle sweep: p50 {statistics.median(times) * 1e3:.2f} ms, p99 {quantile(times, 0.99) * 1e3:.2f} ms"
    )


def quantile(times: Sequence[float], part: float) -> float:
    """The value that so large a part does not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


async def one_statement(worker: Any, now: datetime, due: int) -> float:
    """The ceiling: everything due in a single statement and commit."""
    before = time.perf_counter()
    done = await clocks.sweep(worker, now=now, limit=due)
    rate = len(done.fired) / (time.perf_counter() - before)
    print(f"one statement: {len(done.fired)} steps at {rate:.0f} steps/s")
    return rate


async def drained(worker: Any, now: datetime) -> tuple[float, str]:
    """Everything due, batch by batch; lateness is how long each step waited since the drain began."""
    waited: list[float] = []
    before = time.perf_counter()
    while fired := (await clocks.sweep(worker, now=now, limit=BATCH)).fired:
        waited += [time.perf_counter() - before] * len(fired)
    spent = time.perf_counter() - before
    late = f"lateness p50 {quantile(waited, 0.5):.2f} s, p99 {quantile(waited, 0.99):.2f} s, max {max(waited):.2f} s"
    return len(waited) / spent, late


async def spread(keeper: Any, worker: Any, begin: datetime, due: int) -> None:
    """Steps that fall due evenly over one minute, swept while the minute runs; lateness is from each due time."""
    await time_rows.make_due(keeper, begin, due, "reply", over=MINUTE)
    waited: list[float] = []
    before = time.perf_counter()
    while len(waited) < due:
        done = await clocks.sweep(worker, now=begin + since(before), limit=BATCH)
        waited += [(begin + since(before) - step.at).total_seconds() for step in done.fired]
    print(
        f"{due} due over a minute: lateness p50 {quantile(waited, 0.5) * 1e3:.0f} ms, "
        f"p99 {quantile(waited, 0.99) * 1e3:.0f} ms, max {max(waited) * 1e3:.0f} ms"
    )


def since(before: float) -> timedelta:
    """The time that has passed."""
    return timedelta(seconds=time.perf_counter() - before)


async def together(keeper: Any, url: str, now: datetime, sweepers: int) -> None:
    """Several sweepers at once: each step fires once, none is left."""
    connections = [await asyncpg.connect(plain(url)) for _ in range(sweepers)]
    before = time.perf_counter()
    fired = await asyncio.gather(*(until_done(one, now) for one in connections))
    rate = sum(fired) / (time.perf_counter() - before)
    events, steps = await time_rows.told(keeper, now)
    left = (await clocks.sweep(connections[0], now=now)).fired
    print(
        f"{sweepers} sweepers: {sum(fired)} fired ({', '.join(map(str, fired))}) at {rate:.0f} steps/s, "
        f"{events} events for {steps} steps, {len(left)} left"
    )
    for one in connections:
        await one.close()
    if not sum(fired) == events == steps or left:
        raise SystemExit("a step was lost or fired twice")


async def until_done(connection: Any, now: datetime) -> int:
    """Sweep until nothing is due; a batch that others hold comes back empty, so look again."""
    total = 0
    while await connection.fetchval(f"select exists (select from clock_step where {DUE})", now):
        total += len((await clocks.sweep(connection, now=now, limit=BATCH)).fired)
    return total


DUE = "state = 'armed' and not by_verb and at <= $1 order by at, id limit 1"


def main(
    cases: Annotated[int, typer.Option(help="Cases against the oracle.")] = 200_000,
    issues: Annotated[
        int, typer.Option(help="Open issues; each has two running clocks. 0 leaves the sweep out.")
    ] = 1_000_000,
    due: Annotated[int, typer.Option(help="Steps that fall due in one minute.")] = 50_000,
    kills: Annotated[int, typer.Option(help="Sweepers killed in the middle; 0 leaves faults out.")] = 100,
) -> None:
    """Run all of it on an embedded PostgreSQL of its own, with its default durability."""
    counted(cases)
    if issues:
        with_house(lambda url, owner, _: swept(url, owner, issues, due))
    if kills:
        with_house(lambda url, owner, folder: faulty(url, owner, folder / "clock", kills))


def with_house(work: Callable[[str, str, Path], Coroutine[Any, Any, None]]) -> None:
    """Do the work on an embedded PostgreSQL of its own: the service's address, the owner's, a folder."""
    with tempfile.TemporaryDirectory(prefix="qingling-bench-", dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL does not run as root and must reach it
        house = asyncio.run(open_house(Settings(data=folder, database_url=None)))
        try:
            assert house.postgres is not None
            asyncio.run(work(house.url, house.postgres.url("qingling"), folder))
        finally:
            house.close()


if __name__ == "__main__":
    typer.run(main)
