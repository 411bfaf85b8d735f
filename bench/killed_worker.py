"""A worker and its run are killed with -9: how long until Prefect says Crashed, and who kept the shift meanwhile.

A real Prefect server, the timetable deployed as on several machines, a worker, a web process as watchdog.
"""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import asyncpg
import httpx

from bench.embedded import wait_for
from bench.soak_house import children
from engine.postgres import EmbeddedPostgres
from engine.settings import ROOT
from engine.store.migrate import migrate
from flows.background import free
from qingling.house import SERVICE

PATIENCE = 300.0  # seconds
PASSWORD = "qingling:bench"
BIN = Path(sys.executable).parent
RUN = """
select r.id::text, r.state_type::text as state from flow_run r join flow f on f.id = r.flow_id
where f.name = 'watch-clocks' and not r.auto_scheduled order by r.created desc limit 1
"""


class Machines:
    """The processes, as on several machines; Prefect puts each run into a session of its own below its worker."""

    def __init__(self, folder: Path, postgres: EmbeddedPostgres) -> None:
        self.folder, self.prefect, self.web = folder, free(4324), free(8124)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QINGLING_", "PREFECT_"))
        }
        self.environment = kept | {
            "QINGLING_DATA": str(folder),
            "QINGLING_DATABASE_URL": postgres.url("qingling", role=SERVICE),
            "QINGLING_PREFECT_EMBEDDED": "false",
            "QINGLING_SAMPLE": "no",
            "PREFECT_API_URL": f"http://127.0.0.1:{self.prefect}/api",
            "PREFECT_API_AUTH_STRING": PASSWORD,
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": postgres.url("prefect"),
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, program: str, *words: str) -> "subprocess.Popen[bytes]":
        """One process."""
        with (self.folder / f"{program}-{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [BIN / program, *words],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.running.append(process)
        return process

    def call(self, program: str, *words: str) -> None:
        """One that ends by itself."""
        subprocess.run(
            [BIN / program, *words], cwd=ROOT, env=self.environment, check=True, capture_output=True
        )

    def close(self) -> None:
        """Everything that still runs."""
        for process in self.running:
            if process.poll() is None:
                kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """kill -9 of a machine: the process and every one below it, which would otherwise live on by themselves."""
    for pid in (process.pid, *children(process.pid)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


async def until(connection: asyncpg.Connection, *states: str) -> float:
    """Seconds until the run is in one of these states."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        found = await connection.fetchrow(RUN)
        if found and found["state"] in states:
            return time.monotonic() - begun
        await asyncio.sleep(0.5)
    raise SystemExit(f"the run did not come to {' or '.join(states)}: {found and found['state']}")


async def main(machines: Machines, postgres: EmbeddedPostgres) -> None:
    """Deploy, work, kill, wait."""
    machines.start("qingling", "flows", "server", "--port", str(machines.prefect))
    machines.start("qingling", "server", "--port", str(machines.web))
    wait_for(f"http://127.0.0.1:{machines.prefect}/api/health")
    machines.call("qingling", "deploy")
    wait_for(f"http://127.0.0.1:{machines.web}/readyz")
    worker = machines.start("prefect", "worker", "start", "--pool", "qingling", "--type", "process")
    machines.call("prefect", "deployment", "run", "watch-clocks/watch-clocks", "--param", "seconds=600")
    connection = await asyncpg.connect(host=str(postgres.sockets), user="owner", database="prefect")
    print(f"the run began after {await until(connection, 'RUNNING'):.0f} s")
    await asyncio.sleep(75)  # the automation counts from the first heartbeat, which comes after 30 s
    kill(worker)
    killed = time.monotonic()
    metrics = f"http://127.0.0.1:{machines.web}/metrics"
    seconds = await until(connection, "CRASHED")
    print(f"killed; Crashed after {seconds:.0f} s")
    told = (await asyncio.to_thread(httpx.get, metrics, timeout=10, trust_env=False)).text
    (seen,) = [one for one in told.splitlines() if 'last_ok_timestamp_seconds{duty="watch-clocks"}' in one]
    age = time.time() - float(seen.rpartition(" ")[2])
    print(
        f"{time.monotonic() - killed:.0f} s after the kill the shift was last covered by the watchdog {age:.1f} s ago"
    )
    await connection.close()


async def prepared(folder: Path) -> EmbeddedPostgres:
    """A server with both databases."""
    postgres = EmbeddedPostgres.start(folder / "postgres")
    await migrate(await postgres.ensure_database("qingling"))
    await postgres.ensure_database("prefect")
    return postgres


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="qingling-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        server = asyncio.run(prepared(Path(name)))
        together = Machines(Path(name), server)
        try:
            asyncio.run(main(together, server))
        finally:
            together.close()
            server.stop()
