"""A soak: reports in and cleared by scripted people while workers and web processes are killed; then a count."""

import asyncio
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import typer
from sqlalchemy import select

from bench.register import free_port
from bench.soak_house import House
from bench.soak_people import Cast, People, texts
from engine.actions.in_force import load_in_force
from engine.actions.receivers import register_receiver
from engine.actions.work import Work
from engine.database import Database
from engine.model.person import Person
from engine.model.receiver import Receiver
from engine.model.words import Role
from engine.postgres import EmbeddedPostgres
from engine.settings import ROOT, Settings
from engine.store.migrate import migrate
from engine.store.people import actor
from flows.simulation.people import make_people
from qingling.house import FAST_RELOAD, SERVICE, load_catalog
from web.sessions import open_for

TOLD = ("dispatched", "claimed", "replied", "cleared", "stepped")
LISTENING = ("tianjin-customs", "port-group", "commerce-bureau", "maritime-administration")
FIRST, LAST = 0.03, 0.93  # of the reports cleared: between them the kills fall
SETTLED = """
select (select count(*) from notice where state in ('waiting', 'taken') and next_at < $1::timestamptz + interval '1 hour') as notices,
       (select count(*) from clock_step where state = 'armed' and at <= $1) as steps
"""


def main(
    reports: Annotated[int, typer.Option(help="How many are logged.")] = 2000,
    kills: Annotated[int, typer.Option(help="How many processes are killed meanwhile.")] = 10,
    seconds: Annotated[float, typer.Option(help="Longest time for everything.")] = 3600,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 1,
    at_once: Annotated[int, typer.Option(help="Pairs of hands.")] = 16,
    trouble: Annotated[
        float,
        typer.Option(help="Share of messages refused for now, or taken without the sender hearing of it."),
    ] = 0.01,
    keep: Annotated[bool, typer.Option(help="Keep the folder with the logs.")] = False,
) -> None:
    """Exit code 0 only if nothing was lost and nothing happened twice."""
    folder = Path(tempfile.mkdtemp(prefix="qingling-soak-", dir="/var/tmp"))
    folder.chmod(0o755)  # PostgreSQL does not run as root and must reach it
    sound = False
    try:
        sound = soak(
            folder, reports=reports, kills=kills, seconds=seconds, seed=seed, at_once=at_once, trouble=trouble
        )
    finally:
        tell_cost(reports)
        if keep or not sound:
            print(f"logs and books: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    raise SystemExit(0 if sound else 1)


def soak(
    folder: Path, *, reports: int, kills: int, seconds: float, seed: int, at_once: int, trouble: float
) -> bool:
    """All of it; whether it was sound."""
    postgres = EmbeddedPostgres.start(folder / "postgres", conf=FAST_RELOAD)
    house: House | None = None
    try:
        owner = asyncio.run(postgres.ensure_database("qingling"))
        prefect = asyncio.run(postgres.ensure_database("prefect"))
        asyncio.run(migrate(owner))
        mail, hook, server, *web = (free_port() for _ in range(5))
        cast, secrets = asyncio.run(prepared(owner, hook))
        settings = {
            "QINGLING_DATABASE_URL": postgres.url("qingling", role=SERVICE),
            "QINGLING_SMTP_URL": f"smtp://127.0.0.1:{mail}",
            "QINGLING_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "QINGLING_POOL_SIZE": "6",
        }
        house = House(folder, settings, prefect_port=server, web_ports=web)
        told = {"mail_port": mail, "hook_port": hook, "secrets": secrets, "seed": seed, "trouble": trouble}
        (folder / "sinks.json").write_text(json.dumps(told))
        house.add("sinks", sys.executable, "-m", "bench.soak_sinks", str(folder))
        house.start_prefect(prefect)
        house.start(workers=2)
        asyncio.run(watched(postgres))
        with (folder / "acknowledged.jsonl").open("w", buffering=1) as book:
            people = People(cast, web, seed, book)
            asyncio.run(run(house, people, postgres, reports, kills, seconds, at_once))
        tell(house, people, reports)
        house.stop()
        return counted(folder, postgres, reports)
    finally:
        if house is not None:
            house.stop()
        postgres.stop()


async def prepared(url: str, hook: int) -> tuple[Cast, dict[str, str]]:
    """The catalogue, people with sessions, and a receiver for some agencies."""
    database, now, settings = Database(url), datetime.now(UTC), Settings()
    directory = await load_catalog(database, settings, now=now)
    async with database.transaction() as session:
        await make_people(session, password_hash="nobody signs in here")
    async with database.transaction() as session:
        people = (await session.execute(select(Person))).scalars().all()
        tokens = {one.login: open_for(session, one, now=now).token for one in people}
        admin = actor(next(one for one in people if one.role == Role.ADMIN))
        rules = await load_in_force(session, zone=settings.timezone, prefix="QL")
        work = Work(session=session, by=admin, now=now, rules=rules)
        made = [await receiver(work, key, hook) for key in LISTENING if f"handler.{key}" in tokens]
    await database.close()
    owners = {one.key: one.owner for one in directory.channels if f"operator.{one.owner}" in tokens}
    agencies = [login.removeprefix("handler.") for login in tokens if login.startswith("handler.")]
    cast = Cast(tokens, sorted(owners.items()), sorted(agencies), texts(settings.catalog / "confirmed.jsonl"))
    return cast, {one.agency: one.secret for one in made}


async def receiver(work: Work, agency: str, port: int) -> Receiver:
    """One agency's system at the sink."""
    url = f"http://127.0.0.1:{port}/{agency}"
    return await register_receiver(work, name=agency, agency=agency, url=url, kinds=TOLD, plain=True)


async def connected(postgres: EmbeddedPostgres) -> Any:
    """A connection of our own."""
    return await asyncpg.connect(host=str(postgres.sockets), user="owner", database="qingling")


async def watched(postgres: EmbeddedPostgres) -> None:
    """Until a worker keeps the shifts."""
    connection = await connected(postgres)
    try:
        deadline = time.monotonic() + 120
        while await connection.fetchval("select count(*) from duty where mode = 'prefect'") < 2:
            if time.monotonic() > deadline:
                raise SystemExit("no worker keeps the shifts")
            await asyncio.sleep(0.2)
    finally:
        await connection.close()


async def run(
    house: House,
    people: People,
    postgres: EmbeddedPostgres,
    reports: int,
    kills: int,
    seconds: float,
    at_once: int,
) -> None:
    """People at work, the killer and the supervisor beside them; then wait until nothing is left to do."""
    begun = time.monotonic()
    supervisor = asyncio.create_task(supervise(house))
    killer = asyncio.create_task(slay(house, people, reports, kills))
    speaker = asyncio.create_task(speak(house, people, reports))
    try:
        async with asyncio.timeout(seconds):
            await people.work(reports, at_once)
            worked = time.monotonic() - begun
            await killer
            await settled(postgres)
    finally:
        for task in (supervisor, killer, speaker):
            task.cancel()
    tell_time(begun, worked, people, reports)


async def supervise(house: House) -> None:
    """Restart what has died."""
    while True:
        await asyncio.to_thread(house.revive)
        await asyncio.sleep(0.2)


async def slay(house: House, people: People, reports: int, kills: int) -> None:
    """Strike when so many reports are cleared; the marks are drawn beforehand."""
    draw = random.Random(people.seed)
    marks = sorted(draw.uniform(FIRST, LAST) * reports for _ in range(kills))
    for mark in marks:
        while people.progress.cleared < mark:  # noqa: ASYNC110 -- a number, not an event
            await asyncio.sleep(0.02)
        await asyncio.to_thread(house.strike, draw)


async def speak(house: House, people: People, reports: int) -> None:
    """Say now and then how far it is."""
    while True:
        await asyncio.sleep(20)
        done = people.progress
        print(
            f"  {done.cleared}/{reports} cleared, {done.moves} moves, {len(house.killed)} kills", flush=True
        )


async def settled(postgres: EmbeddedPostgres) -> None:
    """Until no notice waits and no step is due."""
    connection = await connected(postgres)
    try:
        while any(await connection.fetchrow(SETTLED, datetime.now(UTC))):  # noqa: ASYNC110 -- in the database
            await asyncio.sleep(0.5)
    finally:
        await connection.close()


def tell_time(begun: float, worked: float, people: People, reports: int) -> None:
    """How fast it went."""
    moves, whole = people.progress.moves, time.monotonic() - begun
    print(
        f"worked {worked:.0f} s: {reports / worked:.1f} reports/s, {moves / worked:.1f} moves/s; all sent after {whole:.0f} s"
    )


def tell_cost(reports: int) -> None:
    """Processor time of people and of everything they met, as far as it was handed to us when it ended."""
    people, rest = (
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    print(
        f"processor: people {people:.0f} s, the installation {rest:.0f} s: {rest / reports * 1e3:.0f} ms a report"
    )


def tell(house: House, people: People, reports: int) -> None:
    """What was done to them, and what they had to put up with."""
    again = sum(one.again for one in people.callers)
    print(f"{reports} reports, {people.progress.cleared} cleared; {again} requests had to be asked again")
    print(f"{len(house.killed)} kills: {', '.join(house.killed)}")
    for stuck in people.progress.stuck[:10]:
        print(f"  stuck: {stuck}")


def counted(folder: Path, postgres: EmbeddedPostgres, reports: int) -> bool:
    """Let the independent script count."""
    line = [sys.executable, "-m", "bench.soak_count", str(folder), str(postgres.sockets), str(reports)]
    return subprocess.run(line, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    typer.run(main)
