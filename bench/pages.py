"""Every page of the console and every list of the API on a simulated year: server time and compressed size."""

import time
from asyncio import run
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import Annotated, NamedTuple

import typer

from bench import page_addresses
from bench.served_year import Latency, Serving, copy_of_year, served
from engine.database import Database
from web import cookies

TIME, SIZE = 150.0, 100.0  # ms at p95, kB compressed and without charts


class Measured(NamedTuple):
    """One page, as its reader met it."""

    who: str
    name: str
    latency: Latency
    size: float

    @property
    def sound(self) -> bool:
        """Whether it is quick and small enough."""
        return self.latency.p95 < TIME and self.size < SIZE


def fetched(connection: HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, float, int]:
    """Status, milliseconds from asking to the last byte, bytes on the wire."""
    begun = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, (time.perf_counter() - begun) * 1e3, len(body)


def measured(serving: Serving, reader: page_addresses.Reader, rounds: int) -> Iterator[Measured]:
    """Each page of one reader, asked for on one connection; a page of many addresses goes through them in turn."""
    connection = HTTPConnection("127.0.0.1", serving.port, timeout=60)
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "Cookie": f"{cookies.NAME}={reader.token}"}
    for name, addresses in reader.pages.items():
        times, size, before = [], 0.0, serving.spent()
        for number in range(rounds + 1):
            path = addresses[number % len(addresses)]
            status, took, length = fetched(connection, path, headers)
            if status != 200:
                raise SystemExit(f"{reader.login} {path}: {status}")
            times += [took] if number else []  # the first reads templates and warms the caches
            size = max(size, length / 1000)
        latency = Latency(times, serving.spent().each(before, rounds + 1))
        yield Measured(reader.login, name, latency, size)


def told(one: Measured) -> str:
    """A line of the table."""
    figures = f"{one.latency}   {one.size:6.1f} kB"
    return f"  {one.who.split('.')[0]:<12}{one.name:<24}{figures}{'' if one.sound else '   ← over'}"


def main(
    issues: Annotated[int, typer.Option(help="Which year: its number of issues.")] = 20_000,
    rounds: Annotated[int, typer.Option(help="How often each page is asked for.")] = 40,
    only: Annotated[str, typer.Option(help="Measure only pages whose name contains this.")] = "",
) -> None:
    """Ask for every page as every role; a page over its limit fails the run."""
    with copy_of_year(issues, "pages") as copy:
        readers = run(readers_of(copy.url, copy.now))
        with served(copy) as serving:
            print(f"the year of {issues} issues, each page {rounds} times on one connection, gzip")
            over = printed(readers, serving, rounds, only)
    if over:
        raise SystemExit(f"{over} pages are over {TIME:g} ms at p95 or {SIZE:g} kB")


async def readers_of(url: str, now: datetime) -> Sequence[page_addresses.Reader]:
    """Everybody who reads, signed in."""
    database = Database(url)
    found = await page_addresses.readers(database, now=now - timedelta(minutes=1))
    await database.close()
    return found


def printed(readers: Sequence[page_addresses.Reader], serving: Serving, rounds: int, only: str) -> int:
    """The table; how many pages are over their limits."""
    over = 0
    for reader in readers:
        reader.keep(only)
        for one in measured(serving, reader, rounds):
            over += not one.sound
            print(told(one), flush=True)
    return over


if __name__ == "__main__":
    typer.run(main)
