"""What runs behind the web in one process: the clock thread and the Prefect API, started without keeping it waiting."""

import logging
import os
import socket
import threading
from contextlib import closing
from importlib import import_module
from typing import Protocol

import asyncpg
from sqlalchemy import make_url
from sqlalchemy.engine import URL

from engine.loaded import keep_loaded
from engine.settings import Settings
from flows import environment
from flows.prefect_api import PrefectApi

DATABASE = "prefect"
log = logging.getLogger(__name__)


class Ticking(Protocol):
    """The clock thread, whose module takes Prefect's second to import."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End, after what runs is completed."""
        ...

    def is_alive(self) -> bool:
        """Whether it ticks."""
        ...


class Background:
    """Start it when the web serves, stop it before the process ends; it never blocks the caller's event loop."""

    def __init__(self, settings: Settings, url: str, *, prefect_database: str) -> None:
        self.settings, self.url, self.prefect_database = settings, url, prefect_database
        self.clock: Ticking | None = None
        self.api: PrefectApi | None = None
        self.stopping = threading.Event()
        self.starter = threading.Thread(target=self._start, daemon=True, name="background")

    def start(self) -> None:
        """Import and start in a thread of its own."""
        self.starter.start()

    def stop(self) -> None:
        """The clock first, so that its runs end as completed while the API still answers."""
        self.stopping.set()
        self.starter.join()
        if self.clock is not None:
            self.clock.stop()
        if self.api is not None:
            self.api.stop()

    def well(self) -> bool:
        """Whether the clock ticks, or is still being started; without it nothing fires in this process."""
        return self.starter.is_alive() or (self.clock is not None and self.clock.is_alive())

    def _start(self) -> None:
        try:
            self._begin()
        except Exception:  # the edge of a thread: without it nobody would read why clocks stand still
            log.exception("the clock could not be started; clocks and notices wait")

    def _begin(self) -> None:
        embedded = self.settings.prefect_embedded
        if embedded:
            port = free(self.settings.prefect_port)
            home = self.settings.data / "prefect"
            environment.embedded(port=port, home=home, database=self.prefect_database)
        api = os.environ.get("PREFECT_API_URL", "")
        module = import_module("flows.clock")  # the first import of Prefect, after its environment is set
        if self.stopping.is_set():
            return
        self.clock = module.ClockThread(self.settings, self.url, api=api, fires=embedded)
        self.clock.start()
        keep_loaded()
        if embedded:
            self.api = PrefectApi(port)
            self.api.start()


def orchestrator() -> tuple[str, str] | None:
    """Where Prefect's server is and what it wants to hear, as this process's environment has it."""
    address = os.environ.get("PREFECT_API_URL", "").rstrip("/")
    return (address.removesuffix("/api"), os.environ.get("PREFECT_API_AUTH_STRING", "")) if address else None


def leave_within(seconds: float) -> None:
    """Call it last: if Prefect's API is gone, its client would try for minutes to hand over its last events."""
    deadline = threading.Timer(seconds, os._exit, (0,))
    deadline.daemon = True
    deadline.start()


def free(wanted: int) -> int:
    """The port, or any free one if another program has it."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            log.warning("port %s is taken; the Prefect API takes another", wanted)
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def prefect_database(owner: str) -> str:
    """The address of Prefect's own database beside ours, made if it is missing; `owner` may create databases."""
    url = make_url(owner)
    connection = await connect(url)
    try:
        if not await connection.fetchval("select 1 from pg_database where datname = $1", DATABASE):
            await connection.execute(f"create database {DATABASE}")
    except asyncpg.DuplicateDatabaseError:
        log.info("another process made the database %s at the same time", DATABASE)
    finally:
        await connection.close()
    return url.set(database=DATABASE).render_as_string(hide_password=False)


async def connect(url: URL) -> asyncpg.Connection:
    """A plain connection to an SQLAlchemy address."""
    host = url.query.get("host", url.host)
    return await asyncpg.connect(
        host=str(host) if host else None,
        port=url.port,
        user=url.username,
        password=url.password,
        database=url.database,
    )
