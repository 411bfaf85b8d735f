"""What Prefect costs for each sweep and each notice, and what the embedded server costs at rest: `script/bench overhead 60`.

The same load is given twice to a real server in a folder of its own: once with Prefect's API in the process, so that
the work of a shift goes by tasks, and once without, so that the same functions are called directly. What the first
used more of the processor, the server's process and PostgreSQL together, is Prefect's.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.cpu import of_family, of_process
from bench.embedded import House, load
from engine.postgres import EmbeddedPostgres

PACE = 60.0  # reports or steps a minute: one at a time, so that each has a turn of its own
START = 20.0  # seconds for what a start still does after it serves
QUIET = 5.0  # seconds after a load, for the last notices
NEXT = """
update clock_step set at = now() where id = (
  select id from clock_step where state = 'armed' and not by_verb and at > now() order by issue_id, at limit 1)
"""
COUNTED = """
select (select count(*) from notice where state = 'sent') as notices,
       (select count(*) from clock_step where state = 'fired') as steps
"""


@dataclass(frozen=True, slots=True)
class Used:
    """What one part of the run took."""

    seconds: float
    cpu: float
    notices: int
    steps: int

    def since(self, before: "Used") -> "Used":
        """The difference."""
        return Used(
            self.seconds - before.seconds,
            self.cpu - before.cpu,
            self.notices - before.notices,
            self.steps - before.steps,
        )

    @property
    def share(self) -> float:
        """Of one core."""
        return self.cpu / self.seconds


class Meter:
    """Processor time of the server and its database, and what they did meanwhile."""

    def __init__(self, house: House, connection: "asyncpg.Connection[asyncpg.Record]", server: int) -> None:
        self.house, self.connection, self.server = house, connection, server

    async def read(self) -> Used:
        """Everything up to now."""
        done = await self.connection.fetchrow(COUNTED)
        cpu = of_process(self.house.process.pid) + of_family(self.server)
        return Used(time.monotonic(), cpu, done["notices"], done["steps"])

    async def during(self, work: Awaitable[object]) -> Used:
        """What was used while that was done, and for a moment after it."""
        before = await self.read()
        await work
        await asyncio.sleep(QUIET)
        return (await self.read()).since(before)

    @property
    def memory(self) -> float:
        """MiB the server's process holds."""
        status = Path(f"/proc/{self.house.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def fall_due(connection: "asyncpg.Connection[asyncpg.Record]", seconds: float) -> None:
    """One step after another falls due."""
    for _ in range(int(seconds * PACE / 60)):
        await connection.execute(NEXT)
        await asyncio.sleep(60 / PACE)


async def measured(house: House, seconds: float) -> list[Used]:
    """At rest, with notices to deliver, with steps to fire."""
    postgres = EmbeddedPostgres.start(house.folder / "postgres")
    server = int((postgres.data / "postmaster.pid").read_text().split()[0])
    connection = await asyncpg.connect(host=str(postgres.sockets), user="owner", database="qingling")
    meter = Meter(house, connection, server)
    await asyncio.sleep(START)
    rest = await meter.during(asyncio.sleep(seconds))
    memory = meter.memory
    notices = await meter.during(load(postgres, seconds / 60, PACE))
    steps = await meter.during(fall_due(connection, seconds))
    await connection.close()
    road = "with Prefect" if house.with_prefect else "without"
    print(f"{road}: at rest {rest.share:.1%} of a core, {memory:.0f} MiB")
    for title, used in (("reports", notices), ("steps", steps)):
        print(f"  {title}: {used.cpu:.1f} s of CPU, {used.notices} notices sent, {used.steps} steps fired")
    return [rest, notices, steps]


def installed(seconds: float, *, prefect: bool) -> list[Used]:
    """One installation, from nothing."""
    with tempfile.TemporaryDirectory(prefix="qingling-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # the database server may run as another account
        house = House(Path(name), prefect=prefect)
        try:
            return asyncio.run(measured(house, seconds))
        finally:
            house.stop()


def compare(seconds: float) -> None:
    """Both roads, and the difference."""
    by, without = (installed(seconds, prefect=prefect) for prefect in (True, False))
    rest = by[0].share - without[0].share
    for title, one, other, count in (
        ("delivered notice", by[1], without[1], by[1].notices),
        ("sweep that fires a step", by[2], without[2], by[2].steps),
    ):
        if not count:
            raise SystemExit(f"no {title}: is the catalogue empty?")
        more = (one.cpu - other.cpu - rest * one.seconds) / count * 1e3
        print(f"Prefect's part of a {title}: {more:.1f} ms of CPU")
    print(f"Prefect's part at rest: {rest:.1%} of a core")


if __name__ == "__main__":
    compare(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
