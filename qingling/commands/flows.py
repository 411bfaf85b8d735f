"""`qingling flows`: see the duties, do one by hand, register the timetable with a Prefect server."""

import asyncio
import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from engine.database import Database
from engine.settings import Settings
from engine.store import duties
from qingling.house import open_house
from qingling.refusal import refusing

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.command("list")
def listed() -> None:
    """Every duty: when it was last seen to, by which road, and what it then did."""

    async def show() -> None:
        house = await open_house(Settings())
        database = Database(house.url)
        try:
            async with database.transaction() as session:
                rows = await duties.every(session)
        finally:
            await database.close()
            house.close()
        for row in rows:
            age = (
                f"{(datetime.now(UTC) - row.last_ok_at).total_seconds():.0f} s ago"
                if row.last_ok_at
                else "never"
            )
            typer.echo(f"{row.name:<16} {age:<12} {row.mode:<8} {row.result or ''}")

    with refusing():
        asyncio.run(show())


@app.command()
def run(name: Annotated[str, typer.Argument(help="As `qingling flows list` names it.")]) -> None:
    """Do now what a duty finds due, without Prefect; safe beside a running server."""
    from flows.timetable import TIMETABLE

    duty = next((one for one in TIMETABLE if one.name == name), None)
    if duty is None:
        raise typer.BadParameter(f"no duty {name}; there are {', '.join(one.name for one in TIMETABLE)}")

    async def once() -> str:
        from flows.runtime import runtime

        house = await open_house(Settings())
        try:
            async with runtime(house.settings, url=house.url) as use:
                done = await duty.run(use)
                return "nothing was due" if done.idle else done.markdown(name)
        finally:
            house.close()

    with refusing():
        typer.echo(asyncio.run(once()))


@app.command()
def server(host: str = "127.0.0.1", port: int = 4200) -> None:
    """Run a Prefect server for several machines, on the database PREFECT_SERVER_DATABASE_CONNECTION_URL names."""
    database = os.environ.get("PREFECT_SERVER_DATABASE_CONNECTION_URL", "")
    if not database.startswith("postgresql"):
        raise typer.BadParameter(
            "set PREFECT_SERVER_DATABASE_CONNECTION_URL to a database of its own,"
            " as postgresql+asyncpg://prefect:PASSWORD@db/prefect"
        )
    import uvicorn

    from flows.prefect_server import application
    from flows.silent_runs import listen_anew

    with refusing():
        asyncio.run(listen_anew(database))
    uvicorn.run(application(), host=host, port=port, log_level="info", timeout_graceful_shutdown=3)


@app.command()
def deploy() -> None:
    """Register the timetable as deployments of the Prefect server at PREFECT_API_URL."""
    os.environ.setdefault("PREFECT_API_REQUEST_TIMEOUT", "60")  # no clock hangs on it here
    from flows.deployments import POOL
    from flows.deployments import deploy as register
    from flows.now import wall

    if not os.environ.get("PREFECT_API_URL"):
        raise typer.BadParameter("set PREFECT_API_URL to your Prefect server, as http://prefect:4200/api")
    for line in asyncio.run(register(Settings().zone, now=wall)):
        typer.echo(line)
    typer.echo(f"start workers with: prefect worker start --pool {POOL} --type process")
