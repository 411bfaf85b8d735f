"""A copy of a simulated year under today's schema, the application that serves it at the year's end, and how long it took."""

import os
import subprocess
import sys
import time
from asyncio import run
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from datetime import time as clock_time
from math import ceil
from statistics import median
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import asyncpg

from bench import cpu
from bench.register import free_port
from bench.serving import NOW, POOL, ROUTED
from bench.year import LAST, SETTLING, cache
from engine.postgres import OWNER, EmbeddedPostgres
from engine.settings import Settings
from engine.store.migrate import migrate
from qingling.house import SERVICE

READY = 60.0  # seconds
MAILED = """
update notice set state = 'sent', sent_at = next_at
where state = 'waiting' and next_at < (select max(recorded_at) from event) - interval '1 hour'
"""  # the year plays no mail: what was long due counts as sent


class Copy(NamedTuple):
    """The year's copy: the year itself is left as it was made."""

    url: str
    now: datetime
    postgres: int  # the server's process


class Serving(NamedTuple):
    """Who works while a request is answered."""

    port: int
    application: int
    postgres: int

    def spent(self) -> "Spent":
        """Their CPU so far."""
        return Spent(cpu.of_process(self.application) * 1e3, cpu.of_family(self.postgres) * 1e3)


class Spent(NamedTuple):
    """CPU of the application and of PostgreSQL in ms: what a busy machine does not blur."""

    application: float
    postgres: float

    def each(self, before: "Spent", times: int) -> "Spent":
        """What one of so many requests took."""
        return Spent(
            (self.application - before.application) / times, (self.postgres - before.postgres) / times
        )


class Latency(NamedTuple):
    """How long the same kind of request took, in ms, and the CPU of one."""

    times: Sequence[float]
    spent: Spent

    @property
    def p95(self) -> float:
        """The smallest time that 95 in a hundred do not exceed (nearest rank)."""
        return sorted(self.times)[ceil(0.95 * len(self.times)) - 1]

    def __str__(self) -> str:
        work = f"CPU {self.spent.application:5.1f} + {self.spent.postgres:5.1f} ms"
        return f"p50 {median(self.times):7.1f} ms   p95 {self.p95:7.1f} ms   {work}"


@contextmanager
def copy_of_year(issues: int, name: str) -> Iterator[Copy]:
    """A database of that name beside the year's own, made from it anew."""
    settings = Settings(data=cache() / f"year-{issues}", database_url=None)
    if not (settings.data / "whole").exists():
        raise SystemExit(f"there is no such year; make it with `script/bench year --issues {issues}`")
    now = datetime.combine(LAST + SETTLING, clock_time(15, 30), settings.timezone)
    postgres = EmbeddedPostgres.start(settings.data / "postgres", conf={"max_wal_size": "256MB"})
    try:
        pid = int((postgres.data / "postmaster.pid").read_text().split()[0])
        yield Copy(run(copied(postgres, name)), now, pid)
    finally:
        run(postgres.drop_database(name))
        postgres.stop()


async def copied(postgres: EmbeddedPostgres, name: str) -> str:
    """The address of the copy under today's schema."""
    await postgres.drop_database(name)
    keeper = await asyncpg.connect(host=str(postgres.sockets), user=OWNER, database="postgres")
    await keeper.execute(f"create database {name} template qingling strategy file_copy")
    await keeper.close()
    await migrate(postgres.url(name))
    keeper = await asyncpg.connect(host=str(postgres.sockets), user=OWNER, database=name)
    await keeper.execute(MAILED)
    await keeper.execute("vacuum analyze")
    await keeper.close()
    return postgres.url(name, role=SERVICE)


@contextmanager
def served(copy: Copy) -> Iterator[Serving]:
    """The application in a process of its own, with its clock standing at the year's end."""
    port = free_port()
    told = {"QINGLING_DATABASE_URL": copy.url, POOL: "8", NOW: copy.now.isoformat(), ROUTED: "yes"}
    line = "-m uvicorn bench.serving:app --factory --no-access-log --log-level warning --port"
    server = subprocess.Popen([sys.executable, *line.split(), str(port)], env=os.environ | told)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz")
        yield Serving(port, server.pid, copy.postgres)
    finally:
        server.terminate()
        server.wait()


def wait_until_ready(address: str) -> None:
    """Until the application answers that it is."""
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        try:
            with urlopen(address):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("the application did not become ready")
