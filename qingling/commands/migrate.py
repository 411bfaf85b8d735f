"""`qingling migrate`: what only the owner of a database may do, once before each upgrade of the processes that serve."""

import asyncio
from datetime import UTC, datetime

import typer

from engine.database import Database
from engine.errors import NotConfigured
from engine.settings import Settings
from engine.store.migrate import migrate as upgrade
from qingling.house import load_catalog
from qingling.refusal import refusing

app = typer.Typer()


@app.command()
def migrate() -> None:
    """Run it as the database's owner (QINGLING_DATABASE_URL); again it changes nothing."""
    with refusing():
        asyncio.run(prepared(Settings()))
    typer.echo("the schema is today's, and rules are published")


async def prepared(settings: Settings) -> None:
    """The schema, and the first publication of the catalogue folder."""
    if settings.database_url is None:
        raise NotConfigured("set QINGLING_DATABASE_URL; the embedded database is kept up to date by itself")
    await upgrade(settings.database_url)
    database = Database(settings.database_url, pool_size=1)
    try:
        await load_catalog(database, settings, now=datetime.now(UTC))
    finally:
        await database.close()
