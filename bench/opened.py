"""Every number of a simulated year's weekly summaries opens its list, and the list is as long; some of them over HTTP."""

import asyncio
import csv
import io
import re
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from html import unescape
from random import Random
from typing import Annotated, NamedTuple

import httpx
import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bench.served_year import Copy, copy_of_year, served
from engine.actions.prove_summaries import counts
from engine.database import Database
from engine.model.ledger import Summary
from engine.model.person import Person
from engine.model.words import Role
from engine.store import summaries, whole_lists
from engine.store.lists import Wanted
from engine.store.people import actor
from web import cookies
from web.sessions import open_for

SEED = 20_000
LINE = re.compile(r'<tr id="line-(\d+)"')
NEXT = re.compile(r'href="([^"]+)" rel="next"')


class Number(NamedTuple):
    """A figure of a week, and the list it names."""

    week: str
    key: str
    n: int
    issues: tuple[int, ...]


def numbers(stored: Sequence[Summary]) -> Iterator[Number]:
    """Every figure of every week."""
    for one in stored:
        for figure in counts(one.figures):
            yield Number(one.week, figure["key"], figure["n"], tuple(one.lists[figure["key"]]))


async def opened(database: Database, found: Sequence[Number], now: datetime) -> int:
    """Read each list as pages and exports do; how many numbers it contradicts. Equal lists are read once."""
    async with database.transaction() as session:
        by = actor(await somebody(session))
    wrong = 0
    lengths: dict[tuple[int, ...], int] = {}
    for one in found:
        if one.issues not in lengths:
            wanted = Wanted(ids=one.issues or (0,))
            stretches = whole_lists.of_viewer(database, by, wanted, everything=True, now=now)
            lengths[one.issues] = len(
                {line.id for some in [lines async for lines in stretches] for line in some}
            )
        if one.n != len(one.issues) or lengths[one.issues] != len({*one.issues}):
            wrong += 1
            print(f"  {one.week} {one.key} says {one.n}, its list has {lengths[one.issues]}")
    print(f"{len(found)} numbers, {len(lengths)} different lists")
    return wrong


async def somebody(session: AsyncSession) -> Person:
    """A member of the task force."""
    statement = select(Person).where(col(Person.role) == Role.TASK_FORCE).order_by(col(Person.id)).limit(1)
    return (await session.execute(statement)).scalar_one()


async def token_of_somebody(database: Database, now: datetime) -> str:
    """Signed in."""
    async with database.transaction() as session:
        return open_for(session, await somebody(session), now=now - timedelta(minutes=1)).token


def over_http(port: int, token: str, some: Sequence[Number]) -> int:
    """The list's pages in the console to the last, and its file from the API; how many numbers they contradict."""
    wrong = 0
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
        for one in some:
            shown, filed = on_pages(client, token, one), in_file(client, token, one)
            if not shown == filed == len({*one.issues}) or one.n != len(one.issues):
                wrong += 1
                print(f"  {one.week} {one.key} says {one.n}: {shown} on its pages, {filed} in its file")
    return wrong


def on_pages(client: httpx.Client, token: str, one: Number) -> int:
    """How many lines the console shows, page by page."""
    client.cookies.set(cookies.NAME, token)
    lines: set[str] = set()
    page = client.get(f"/summaries/{one.week}/list", params={"key": one.key}).raise_for_status()
    lines |= {*LINE.findall(page.text)}
    while following := NEXT.search(page.text):
        page = client.get(unescape(following[1])).raise_for_status()
        lines |= {*LINE.findall(page.text)}
    client.cookies.clear()
    return len(lines)


def in_file(client: httpx.Client, token: str, one: Number) -> int:
    """How many rows the API writes."""
    bearer = {"Authorization": f"Bearer {token}"}
    path, asked = f"/api/v1/exports/summaries/{one.week}", {"key": one.key, "format": "csv"}
    answer = client.get(path, params=asked, headers=bearer).raise_for_status()
    return len(list(csv.reader(io.StringIO(answer.text, newline="")))) - 1


def main(
    issues: Annotated[int, typer.Option(help="Which year: its number of issues.")] = 20_000,
    sample: Annotated[int, typer.Option(help="How many numbers are opened over HTTP.")] = 200,
) -> None:
    """Open every list of every stored week on a copy of the year; a number that its list contradicts fails the run."""
    with copy_of_year(issues, "opened") as copy:
        wrong = proved(copy, sample)
    if wrong:
        raise SystemExit(f"{wrong} numbers do not open their list")


def proved(copy: Copy, sample: int) -> int:
    """Both ways, with the time each took."""
    begun = time.perf_counter()
    found, token, wrong = asyncio.run(read(copy.url, copy.now))
    print(f"every list opened: {time.perf_counter() - begun:.0f} s, {wrong} contradictions", flush=True)
    some = [one for one in found if one.n]
    drawn = Random(SEED).sample(some, min(sample, len(some)))
    with served(copy) as serving:
        begun = time.perf_counter()
        more = over_http(serving.port, token, drawn)
    rows = sum(one.n for one in drawn)
    print(
        f"{len(drawn)} of them over HTTP, {rows} rows: {time.perf_counter() - begun:.0f} s, {more} contradictions"
    )
    return wrong + more


async def read(url: str, now: datetime) -> tuple[Sequence[Number], str, int]:
    """The numbers, a session to ask for them with, and what is wrong."""
    database = Database(url)
    try:
        async with database.transaction() as session:
            found = list(numbers(await summaries.every(session, limit=1000)))
        wrong = await opened(database, found, now)
        return found, await token_of_somebody(database, now), wrong
    finally:
        await database.close()


if __name__ == "__main__":
    typer.run(main)
