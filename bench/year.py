"""A simulated year through the same verbs, made once and kept; then every clock replayed, every week proved, every list opened."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from bench import year_reports
from engine.database import Database
from engine.routing.loading import load_router
from engine.routing.names import CONFIRMED
from engine.rules.weeks import week_on
from engine.settings import ROOT, Settings
from flows.duties import callbacks, clocks, commons, summary
from flows.simulation.month import Plan, play
from qingling.house import load_catalog, open_house

FIRST, LAST = date(2025, 9, 29), date(2026, 9, 27)  # 52 whole weeks
SETTLING = timedelta(days=4)  # after the last report, so that the last week's summary is drawn too
NOBODY = "!"  # no password: nobody signs in to a benchmark
BUDGET = 180.0  # seconds for the replay
EVERY = 15.0  # seconds between two lines of progress
FAR = "select count(*), max(recorded_at), (select count(*) from issue) from event"
STEADY = "select kind, count(*) from event group by kind order by 2 desc"


def cache() -> Path:
    """Where years are kept: outside the repository, and where the server's account can reach it."""
    base = os.environ.get("XDG_CACHE_HOME")
    home = Path(base) if base else Path.home() / ".cache"
    return home / "qingling" / "bench"


async def made(settings: Settings, issues: int) -> None:
    """Play the year, all but the mail."""
    house = await open_house(settings, fresh=True)
    database = Database(house.url, durable=False)
    assert house.postgres is not None
    watch = asyncio.create_task(progress(house.postgres.url("qingling")))
    try:
        directory = await load_catalog(
            database, settings, now=datetime.combine(FIRST, clock_time(), settings.timezone)
        )
        samples = year_reports.write(settings.data / "reports.jsonl", settings.catalog / CONFIRMED, issues)
        until = datetime.combine(LAST + SETTLING, clock_time(12), settings.timezone)
        plan = Plan(
            samples=samples, first=FIRST, last=LAST, until=until, duties=(clocks, callbacks, commons, summary)
        )
        story = await play(
            settings, database, plan, router=load_router(settings, directory), password_hash=NOBODY
        )
        print(f"{len(story.samples)} reports, {story.acts} acts of people, {story.overtaken} overtaken")
    finally:
        watch.cancel()
        await database.close()
        house.close()


async def progress(url: str) -> None:
    """How far the year is, every few seconds."""
    begun = time.perf_counter()
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    while True:
        await asyncio.sleep(EVERY)
        events, at, issues = await connection.fetchrow(FAR)
        spent = time.perf_counter() - begun
        if at is not None:
            print(f"  {spent:6.0f} s  {at:%Y-%m-%d}  {issues} issues, {events} events", flush=True)


async def contents(settings: Settings, *, anew: bool) -> None:
    """What the year holds, by kind of event; its summaries are forgotten where they are to be drawn anew."""
    house = await open_house(settings)
    assert house.postgres is not None
    connection = await asyncpg.connect(house.postgres.url("qingling").replace("+asyncpg", ""))
    try:
        if anew:
            await connection.execute("delete from summary")
        kinds = await connection.fetch(STEADY)
        print(", ".join(f"{row['count']} {row['kind']}" for row in kinds))
    finally:
        await connection.close()
        house.close()


def run(settings: Settings, *words: str, module: str = "qingling") -> float:
    """A command on the year, as an operator would run it; it must succeed. How long it took is told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QINGLING_")}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=kept | {"QINGLING_DATA": str(settings.data)},
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(words)} found differences")
    spent = time.perf_counter() - begun
    print(f"{module} {' '.join(words)}: {spent:.0f} s with its start", flush=True)
    return spent


def main(
    issues: Annotated[int, typer.Option(help="Reports in the year; each opens an issue.")] = 20_000,
    anew: Annotated[bool, typer.Option("--anew", help="Make the year again.")] = False,
    redraw: Annotated[
        bool, typer.Option("--redraw", help="Draw the summaries again, by today's rules.")
    ] = False,
) -> None:
    """Make the year unless it is kept, then replay its clocks, prove its 52 weeks and open every list."""
    folder = cache() / f"year-{issues}"
    settings = Settings(data=folder, database_url=None, summary_release=True)
    whole = folder / "whole"
    if anew or not whole.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        begun = time.perf_counter()
        asyncio.run(made(settings, issues))
        whole.write_text(f"made in {time.perf_counter() - begun:.0f} s\n")
    print(f"the year of {issues} reports in {folder}, {whole.read_text().strip()}")
    asyncio.run(contents(settings, anew=redraw))
    replayed = run(settings, "sla", "replay")
    print(f"replay with its start: {replayed:.1f} s of {BUDGET:.0f} s")
    run(settings, "summary", "draw", "--from", week_on(FIRST).name, "--to", week_on(LAST).name)
    run(settings, "summary", "check")
    run(settings, "ledger", "recount", "--from", str(FIRST), "--to", str(LAST))
    run(settings, "--issues", str(issues), module="bench.opened")
    if replayed > BUDGET:
        raise SystemExit("the replay is too slow")


if __name__ == "__main__":
    typer.run(main)
