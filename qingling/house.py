"""Getting an installation ready: its database, schema, catalogue and router."""

import logging
from dataclasses import dataclass
from datetime import datetime

from engine.actions.publish_catalog import publish_catalog
from engine.catalog.calendars import read_almanac
from engine.catalog.ladders import read_ladder
from engine.catalog.policies import read_policies
from engine.catalog.read import read_catalog
from engine.database import Database
from engine.model.directory import Directory
from engine.postgres import EmbeddedPostgres
from engine.settings import Settings
from engine.store import publications
from engine.store.migrate import migrate

SERVICE = "qingling_service"
FAST_RELOAD = {"max_wal_size": "256MB"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Where this installation keeps its data; `postgres` is there when the database is our own."""

    settings: Settings
    postgres: EmbeddedPostgres | None
    url: str
    prefect_url: str | None

    def close(self) -> None:
        """Stop the embedded server, if we started it."""
        if self.postgres is not None:
            self.postgres.stop()


async def open_house(settings: Settings, *, name: str = "qingling", fresh: bool = False) -> House:
    """Start or reach the database and bring it to today's schema; call from the main thread."""
    if settings.database_url:
        await migrate(settings.database_url)
        return House(settings=settings, postgres=None, url=settings.database_url, prefect_url=None)
    postgres = EmbeddedPostgres.start(settings.data / "postgres", conf=FAST_RELOAD)
    if fresh:
        await postgres.drop_database(name)
    await migrate(await postgres.ensure_database(name))
    prefect = await postgres.ensure_database("prefect")
    return House(
        settings=settings, postgres=postgres, url=postgres.url(name, role=SERVICE), prefect_url=prefect
    )


async def load_catalog(database: Database, settings: Settings, *, now: datetime) -> Directory:
    """Publish the catalogue folder if nothing is published yet; later changes go through check, difference, publish."""
    folder = settings.catalog
    async with database.transaction() as session:
        found = await publications.latest(session, "directory")
        if found is not None:
            return Directory.model_validate(found.content)
        directory = read_catalog(folder)
        await publish_catalog(
            session,
            directory=directory,
            policies=read_policies(folder / "policies.yaml"),
            ladder=read_ladder(folder / "ladder.yaml"),
            almanac=read_almanac(folder / "calendar.yaml"),
            by="system",
            now=now,
            note="first publication",
        )
    log.info("published %s", directory.port.name)
    return directory
