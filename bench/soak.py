"""A soak: reports in and cleared by scripted people while workers and web processes are killed; then a count."""

import asyncio
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from bench.register import free_port
from bench.soak_faults import Plan, settled, slay, supervise, watched, without_prefect
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
    away: Annotated[
        bool, typer.Option(help="Kill the Prefect server first; a quarter of the work is done without it.")
    ] = False,
    keep: Annotated[bool, typer.Option(help="Keep the folder with the logs.")] = False,
) -> None:
    """Exit code 0 only if nothing was lost and nothing happened twice."""
    folder = Path(tempfile.mkdtemp(prefix="qingling-soak-", dir="/var/tmp"))
    folder.chmod(0o755)  # PostgreSQL does not run as root and must reach it
    sound = False
    try:
        plan = Plan(reports=reports, kills=kills, seconds=seconds, at_once=at_once, away=away)
        sound = soak(folder, plan, seed=seed, trouble=trouble)
    finally:
        tell_cost(reports)
        if keep or not sound:
            print(f"logs and books: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    raise SystemExit(0 if sound else 1)


def soak(folder: Path, plan: Plan, *, seed: int, trouble: float) -> bool:
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
            asyncio.run(run(house, people, postgres, plan))
        tell(house, people, plan.reports)
        house.stop()
        return counted(folder, postgres, plan.reports)
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


async def run(house: House, people: People, postgres: EmbeddedPostgres, plan: Plan) -> None:
    """People at work, the killer and the supervisor beside them; then wait until nothing is left to do."""
    begun = time.monotonic()
    beside = [asyncio.create_task(one) for one in (supervise(house), speak(house, people, plan.reports))]
    try:
        async with asyncio.timeout(plan.seconds):
            if plan.away:
                await without_prefect(house, people, postgres, plan)
            beside.append(killer := asyncio.create_task(slay(house, people, plan)))
            await people.work(range(plan.without, plan.reports), plan.at_once)
            worked = time.monotonic() - begun
            await killer
            await settled(postgres)
    finally:
        for task in beside:
            task.cancel()
    tell_time(begun, worked, people, plan.reports)


async def speak(house: House, people: People, reports: int) -> None:
    """Say now and then how far it is."""
    while True:
        await asyncio.sleep(20)
        done = people.progress
        print(
            f"  {done.cleared}/{reports} cleared, {done.moves} moves, {len(house.killed)} kills", flush=True
        )


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
