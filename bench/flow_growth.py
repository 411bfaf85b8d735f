"""How the flow database grows by the hour, and what its pruner does with a day that has aged: `script/bench flow_growth 10`.

A real installation in a folder of its own takes reports over HTTP for so many minutes; then its flow history is made
four days old and the installation started again, as any night does to it.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import asyncpg

from bench.cpu import of_process
from bench.embedded import PATIENCE, House, load
from engine.postgres import EmbeddedPostgres

TABLES = (
    "flow_run",
    "flow_run_state",
    "task_run",
    "task_run_state",
    "log",
    "artifact",
    "events",
    "event_resources",
)
AGES = {"flow_run": "end_time", "events": "occurred", "event_resources": "occurred"}
AGED = "4 days"
LEFT = """
select (select count(*) from flow_run where end_time < now() - interval '3 days')
  + (select count(*) from events where occurred < now() - interval '2 days')
"""


async def measured(postgres: EmbeddedPostgres) -> dict[str, int]:
    """Rows by table, and the database's size."""
    connection = await asyncpg.connect(host=str(postgres.sockets), user="owner", database="prefect")
    try:
        found = {table: int(await connection.fetchval(f"select count(*) from {table}")) for table in TABLES}
        return found | {"bytes": int(await connection.fetchval("select pg_database_size('prefect')"))}
    finally:
        await connection.close()


async def aged(postgres: EmbeddedPostgres) -> None:
    """As if all of it had happened days ago."""
    connection = await asyncpg.connect(host=str(postgres.sockets), user="owner", database="prefect")
    for table, column in AGES.items():
        await connection.execute(f"update {table} set {column} = {column} - interval '{AGED}'")
    await connection.execute("vacuum analyze")
    await connection.close()


async def pruned(postgres: EmbeddedPostgres) -> float:
    """Seconds until what has aged is gone."""
    begun = time.monotonic()
    connection = await asyncpg.connect(host=str(postgres.sockets), user="owner", database="prefect")
    try:
        while await connection.fetchval(LEFT):
            if time.monotonic() - begun > PATIENCE:
                raise SystemExit("what has aged is still there")
            await asyncio.sleep(0.2)
        return time.monotonic() - begun
    finally:
        await connection.close()


def told(title: str, found: dict[str, int]) -> None:
    """One line."""
    rows = ", ".join(f"{name} {found[name]:,}" for name in TABLES)
    print(f"{title}: {rows}; {found['bytes'] / 2**20:.1f} MiB")


async def main(house: House, minutes: float, per_minute: float) -> None:
    """Grow, extrapolate, age, prune."""
    postgres = EmbeddedPostgres.start(house.folder / "postgres")
    first, cpu = await measured(postgres), of_process(house.process.pid)
    number = await load(postgres, minutes, per_minute)
    last, cpu = await measured(postgres), of_process(house.process.pid) - cpu
    house.stop()
    told(f"after {minutes:g} min and {number} reports", last)
    hour = {name: round((last[name] - first[name]) * 60 / minutes) for name in last}
    told("an hour", hour)
    print(f"24 h by that: {hour['bytes'] * 24 / 2**20:.0f} MiB; {cpu / minutes / 60:.1%} of a core meanwhile")
    postgres = EmbeddedPostgres.start(house.folder / "postgres")
    await aged(postgres)
    told(f"aged by {AGED}", await measured(postgres))
    house.start()
    seconds = await pruned(postgres)
    told(f"{seconds:.1f} s after it was started again", await measured(postgres))


if __name__ == "__main__":
    pace = float(sys.argv[2]) if len(sys.argv) > 2 else 30.0
    with tempfile.TemporaryDirectory(prefix="qingling-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # the database server may run as another account
        installed = House(Path(name))
        try:
            asyncio.run(main(installed, float(sys.argv[1]) if len(sys.argv) > 1 else 10.0, pace))
        finally:
            installed.stop()
