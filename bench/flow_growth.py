"""How the flow database grows by the hour, and what its pruner does with a day that has aged: `script/bench flow_growth 10`.

A real installation in a folder of its own takes reports over HTTP for so many minutes; then its flow history is made
four days old and the installation started again, as any night does to it.
"""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import httpx

from bench.cpu import of_process
from engine.actions.in_force import load_in_force
from engine.actions.register import register
from engine.database import Database
from engine.model.actor import SYSTEM
from engine.model.words import Urgency
from engine.ports import IncomingReport
from engine.postgres import EmbeddedPostgres
from engine.settings import ROOT, Settings
from flows.background import free
from qingling.house import SERVICE

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
PATIENCE = 300.0  # seconds
CHANNEL = "customs-12360"
TEXT = "保税仓库出库核注清单被退回，请说明原因（第 {number} 次测试）。"


class House:
    """The server as a process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.prefect = folder, free(8123), free(4323)
        self.process = self.start()

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it and wait until it and its Prefect API serve."""
        told = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QINGLING_", "PREFECT_"))
        }
        told |= {"QINGLING_DATA": str(self.folder), "QINGLING_PORT": str(self.port), "QINGLING_SAMPLE": "no"}
        told |= {"QINGLING_PREFECT_PORT": str(self.prefect)}
        with (self.folder / "server.log").open("ab") as log:
            line = [sys.executable, "-m", "qingling", "server"]
            self.process = subprocess.Popen(line, cwd=ROOT, env=told, stdout=log, stderr=log)
        for address in (f"{self.address}/readyz", f"http://127.0.0.1:{self.prefect}/api/health"):
            wait_for(address)
        return self.process

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """As an operator does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def wait_for(address: str) -> None:
    """Until it answers."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            if httpx.get(address, timeout=2, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


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


async def load(postgres: EmbeddedPostgres, minutes: float, per_minute: float) -> int:
    """Reports at an even pace, registered as the server registers them."""
    database = Database(postgres.url("qingling", role=SERVICE), pool_size=2)
    async with database.transaction() as session:
        rules = await load_in_force(session, zone=Settings().timezone, prefix="QL")
    begun, number = time.monotonic(), 0
    while (elapsed := time.monotonic() - begun) < minutes * 60:
        while number < elapsed / 60 * per_minute:
            number += 1
            now = datetime.now(UTC)
            async with database.statement() as connection:
                await register(connection, report(number, now), by=SYSTEM, now=now, rules=rules)
        await asyncio.sleep(0.2)
    await database.close()
    return number


def report(number: int, now: datetime) -> IncomingReport:
    """One enterprise reports."""
    told = {
        "text": TEXT.format(number=number),
        "enterprise": f"测试企业{number}",
        "mail": f"e{number}@bench.invalid",
    }
    facts = {"channel": CHANNEL, "external_id": str(number), "at": now, "urgency": Urgency.NORMAL}
    return IncomingReport.model_validate(facts | told)


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
