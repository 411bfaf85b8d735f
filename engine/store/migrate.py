"""Bringing a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

SCRIPTS = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None, *, url: str = "") -> Config:
    """Alembic's configuration; there is no ini file."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    if connection is not None:
        made.attributes["connection"] = connection
    return made


async def migrate(url: str, *, revision: str = "head") -> None:
    """Upgrade to a revision; two processes at once are safe, the second waits."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.exec_driver_sql("select pg_advisory_lock(728201)")
        await connection.run_sync(lambda sync: command.upgrade(config(sync), revision))
        await connection.commit()
        await connection.exec_driver_sql("select pg_advisory_unlock(728201)")
    await engine.dispose()


async def differences(url: str) -> None:
    """Raise if the models say something the migrations do not (`alembic check`)."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(lambda sync: command.check(config(sync)))
    await engine.dispose()
