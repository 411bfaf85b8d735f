"""`qingling server`: web in the main thread, clock and Prefect API in threads behind it, PostgreSQL as a child."""

import asyncio
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from time import perf_counter
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from engine import logs
from engine.actions.in_force import Routing
from engine.actions.people import Account, add_person
from engine.actions.work import Work
from engine.database import Database
from engine.mail import refuse_addresses
from engine.model.actor import SYSTEM
from engine.model.words import Role
from engine.routing.loading import load_router
from engine.settings import Settings
from engine.store import marks
from flows.background import Background, leave_within, orchestrator, prefect_database
from flows.now import Clockwork, clockwork
from intake.receive import route_waiting
from qingling.alone import alone
from qingling.app import create_app
from qingling.house import House, load_catalog, open_house
from qingling.refusal import refusing
from qingling.sample import is_empty, play_sample, sign_ins
from web.passwords import hashed
from web.relay import Upstream
from web.rules import published
from web.serving import Draining

app = typer.Typer()
ADMINISTRATOR = Account(login="admin", name="管理员", role=Role.ADMIN)


@app.command()
def server(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve everything on this machine until interrupted."""
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = Settings().model_copy(update=given)
    logs.set_up(level=settings.log_level, form=settings.log_format)
    with refusing(), alone(settings), suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings))
    leave_within(10)


async def _serve(settings: Settings) -> None:
    begun = perf_counter()
    refuse_addresses(settings.smtp_url, settings.imap_url)
    house = await open_house(settings)
    database = Database(house.url, pool_size=settings.pool_size)
    try:
        application = await _application(house, database)
        config = uvicorn.Config(
            application, host=settings.host, port=settings.port, log_level="warning", access_log=False
        )
        typer.echo(f"→ http://{settings.host}:{settings.port}  ({perf_counter() - begun:.1f} s)")
        await Draining(config, application.state.live.streams.drain).serve()
    finally:
        await database.close()
        house.close()


async def _application(house: House, database: Database) -> FastAPI:
    """The web application over a database that has rules, people and, for a sample, a month behind it."""
    settings, now = house.settings, datetime.now(UTC)
    directory = await load_catalog(database, settings, now=now)
    router = load_router(settings, directory)
    if await is_empty(database):
        await _first_time(settings, database, router, now)
    async with database.transaction() as session:
        mark = await marks.read(session, marks.SAMPLE)
    for line in sign_ins() if mark is not None else ():
        typer.echo(line)
    clock: Clockwork = clockwork(mark)
    await route_waiting(database, now=clock.now(), rules=await published(settings, database, router))
    return create_app(settings, database, clock.now, router=router, lifespan=lambda app: _behind(app, house))


async def _first_time(settings: Settings, database: Database, router: Routing | None, now: datetime) -> None:
    """An empty installation gets its sample month, or its first administrator."""
    if settings.sample:
        typer.echo("→ playing a sample month (QINGLING_SAMPLE=no starts with an empty ledger) …")
        with logs.quieter("engine"):
            await play_sample(settings, database, router=router, now=now)
        return
    password = secrets.token_urlsafe(12)
    rules = await published(settings, database, router)
    async with database.transaction() as session:
        work = Work(session=session, by=SYSTEM, now=now, rules=rules)
        await add_person(work, ADMINISTRATOR, password=password, hashing=hashed)
    typer.echo(f"→ first sign-in: admin  {password}  (shown once; `qingling people add` makes others)")


@asynccontextmanager
async def _behind(app: FastAPI, house: House) -> AsyncIterator[None]:
    """The clock and the Prefect API run while the web serves; the embedded server is kept alive."""
    owner = house.prefect_url or (
        await prefect_database(house.url) if house.settings.prefect_embedded else ""
    )
    background = Background(house.settings, house.url, prefect_database=owner)
    background.start()
    app.state.vital["clock"] = background.well
    app.state.orchestrator = upstream
    keepers = [asyncio.create_task(app.state.so_far.keep(app.state.now, app.state.in_force))]
    if house.postgres is not None:
        keepers.append(asyncio.create_task(house.postgres.keep()))
    try:
        await app.state.in_force()  # so that nobody's first page waits for the rules to be read
        yield
    finally:
        await asyncio.to_thread(background.stop)
        for keeper in keepers:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper


def upstream() -> Upstream | None:
    """Prefect's server, for those who may see its pages."""
    found = orchestrator()
    if found is None:
        return None
    root, password = found
    basic = {"authorization": f"Basic {b64encode(password.encode()).decode()}"} if password else {}
    return Upstream(root, basic)
