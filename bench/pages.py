"""Every page of the console and every list of the API on a simulated year: server time and compressed size."""

import os
import statistics
import subprocess
import sys
import time
from asyncio import run
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from datetime import time as clock_time
from http.client import HTTPConnection
from typing import Annotated, NamedTuple

import asyncpg
import typer

from bench import cpu, page_addresses
from bench.register import free_port
from bench.serving import NOW, POOL, ROUTED
from bench.year import LAST, SETTLING, cache
from engine.database import Database
from engine.postgres import OWNER, EmbeddedPostgres
from engine.settings import Settings
from engine.store.migrate import migrate
from qingling.house import SERVICE
from web import cookies

TIME, SIZE = 150.0, 100.0  # ms at p95, kB compressed and without charts
COPY = "pages"  # the year itself is left as it was made
READY = 60.0  # seconds
MAILED = """
update notice set state = 'sent', sent_at = next_at
where state = 'waiting' and next_at < (select max(recorded_at) from event) - interval '1 hour'
"""  # the year plays no mail: what was long due counts as sent


class Measured(NamedTuple):
    """One page, as its reader met it."""

    who: str
    name: str
    times: Sequence[float]
    size: float
    spent: tuple[
        float, float
    ]  # CPU of the application and of PostgreSQL in ms: what a busy machine does not blur

    @property
    def p95(self) -> float:
        """In milliseconds."""
        return sorted(self.times)[int(len(self.times) * 0.95)]

    @property
    def sound(self) -> bool:
        """Whether it is quick and small enough."""
        return self.p95 < TIME and self.size < SIZE


async def copied(postgres: EmbeddedPostgres) -> str:
    """The address of a copy of the year under today's schema."""
    keeper = await asyncpg.connect(host=str(postgres.sockets), user=OWNER, database="postgres")
    await keeper.execute(f"drop database if exists {COPY} with (force)")
    await keeper.execute(f"create database {COPY} template qingling strategy file_copy")
    await keeper.close()
    await migrate(postgres.url(COPY))
    keeper = await asyncpg.connect(host=str(postgres.sockets), user=OWNER, database=COPY)
    await keeper.execute(MAILED)
    await keeper.execute("vacuum analyze")
    await keeper.close()
    return postgres.url(COPY, role=SERVICE)


def served(url: str, now: datetime) -> tuple[subprocess.Popen[bytes], int]:
    """The application in a process of its own at the year's end, and its port."""
    port = free_port()
    environment = os.environ | {"QINGLING_DATABASE_URL": url, POOL: "8", NOW: now.isoformat(), ROUTED: "yes"}
    line = "-m uvicorn bench.serving:app --factory --no-access-log --log-level warning --port"
    server = subprocess.Popen([sys.executable, *line.split(), str(port)], env=environment)
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        try:
            if fetched(HTTPConnection("127.0.0.1", port), "/readyz", {})[0] == 200:
                return server, port
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("the application did not become ready")


def fetched(connection: HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, float, int]:
    """Status, milliseconds from asking to the last byte, bytes on the wire."""
    begun = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, (time.perf_counter() - begun) * 1e3, len(body)


class Processes(NamedTuple):
    """Who works while a page is made."""

    application: int
    postgres: int

    def spent(self) -> tuple[float, float]:
        """Their CPU so far, in ms."""
        return cpu.of_process(self.application) * 1e3, cpu.of_family(self.postgres) * 1e3


def measured(port: int, reader: page_addresses.Reader, rounds: int, at_work: Processes) -> Iterator[Measured]:
    """Each page of one reader, asked for on one connection; a page of many addresses goes through them in turn."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "Cookie": f"{cookies.NAME}={reader.token}"}
    for name, addresses in reader.pages.items():
        times, size, before = [], 0.0, at_work.spent()
        for number in range(rounds + 1):
            path = addresses[number % len(addresses)]
            status, took, length = fetched(connection, path, headers)
            if status != 200:
                raise SystemExit(f"{reader.login} {path}: {status}")
            times += [took] if number else []  # the first reads templates and warms the caches
            size = max(size, length / 1000)
        spent = [(after - was) / (rounds + 1) for was, after in zip(before, at_work.spent(), strict=True)]
        yield Measured(reader.login, name, times, size, (spent[0], spent[1]))


def told(one: Measured) -> str:
    """A line of the table."""
    middle = statistics.median(one.times)
    work = f"CPU {one.spent[0]:5.1f} + {one.spent[1]:5.1f} ms"
    figures = f"p50 {middle:7.1f} ms   p95 {one.p95:7.1f} ms   {work}   {one.size:6.1f} kB"
    return f"  {one.who.split('.')[0]:<12}{one.name:<24}{figures}{'' if one.sound else '   ← over'}"


def main(
    issues: Annotated[int, typer.Option(help="Which year: its number of issues.")] = 20_000,
    rounds: Annotated[int, typer.Option(help="How often each page is asked for.")] = 20,
    only: Annotated[str, typer.Option(help="Measure only pages whose name contains this.")] = "",
) -> None:
    """Ask for every page as every role; a page over its limit fails the run."""
    settings = Settings(data=cache() / f"year-{issues}", database_url=None)
    if not (settings.data / "whole").exists():
        raise SystemExit(f"there is no such year; make it with `script/bench year --issues {issues}`")
    now = datetime.combine(LAST + SETTLING, clock_time(15, 30), settings.timezone)
    postgres = EmbeddedPostgres.start(settings.data / "postgres", conf={"max_wal_size": "256MB"})
    try:
        url = run(copied(postgres))
        readers = run(readers_of(url, now))
        server, port = served(url, now)
        try:
            at_work = Processes(server.pid, postmaster(postgres))
            print(f"the year of {issues} issues, each page {rounds} times on one connection, gzip")
            over = printed(readers, port, rounds, only, at_work)
        finally:
            server.terminate()
            server.wait()
    finally:
        postgres.stop()
    if over:
        raise SystemExit(f"{over} pages are over {TIME:g} ms at p95 or {SIZE:g} kB")


async def readers_of(url: str, now: datetime) -> Sequence[page_addresses.Reader]:
    """Everybody who reads, signed in."""
    database = Database(url)
    found = await page_addresses.readers(database, now=now - timedelta(minutes=1))
    await database.close()
    return found


def postmaster(postgres: EmbeddedPostgres) -> int:
    """The process id of the embedded server."""
    return int((postgres.data / "postmaster.pid").read_text().split()[0])


def printed(
    readers: Sequence[page_addresses.Reader], port: int, rounds: int, only: str, at_work: Processes
) -> int:
    """The table; how many pages are over their limits."""
    over = 0
    for reader in readers:
        reader.keep(only)
        for one in measured(port, reader, rounds, at_work):
            over += not one.sound
            print(told(one), flush=True)
    return over


if __name__ == "__main__":
    typer.run(main)
