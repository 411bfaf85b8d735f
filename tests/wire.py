"""The application as its callers meet it: one world behind it, and a client for anybody."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select, text
from sqlmodel import col
from starlette.routing import BaseRoute

from engine.database import Database
from engine.model.issue import Issue
from engine.model.person import Person
from engine.settings import Settings
from qingling.app import create_app
from tests.world import World
from web import cookies
from web.limits import Limits, Rate, Throttle
from web.sessions import Opened, open_for

ORIGIN = "http://port.test"
ROUTES: list[BaseRoute] = []  # of the first application
COUNTED = (
    "report",
    "report_text",
    "issue",
    "event",
    "clock",
    "clock_step",
    "notice",
    "ledger_entry",
    "assignment",
    "reply",
    "request",
    "knowledge",
)


def generous() -> Limits:
    """Limits that no ordinary test reaches."""
    easy = Throttle(10_000, 1)
    many = Rate(10_000, timedelta(hours=1))
    return Limits(public=easy, sign_in=easy, login=easy, proved=many, unproved=many, bits=8)


def known(app: FastAPI) -> FastAPI:
    """The application with routes that were worked out before: FastAPI does that at a first request, for 0.12 s each."""
    routes = app.router.routes
    ROUTES.extend(routes[len(ROUTES) :])
    assert len(routes) == len(ROUTES), "every application has the same pages"
    for place, route in enumerate(ROUTES):
        if type(route).__name__ == "_IncludedRouter":  # knows no application
            routes[place] = route
    return app


@dataclass
class Wire:
    """A world, the application over it, and the clients opened so far."""

    world: World
    app: FastAPI
    clients: AsyncExitStack = field(default_factory=AsyncExitStack)

    @classmethod
    @asynccontextmanager
    async def open(cls, database: Database, *, limits: Limits | None = None) -> AsyncIterator["Wire"]:
        """The port's application, by the world's clock."""
        world = await World.open(database)
        settings = Settings(public_url=ORIGIN, _env_file=None)  # type: ignore[call-arg]
        app = create_app(settings, database, lambda: world.now, limits=limits or generous())
        wire = cls(world, known(app))
        async with wire.clients:
            yield wire

    @classmethod
    @asynccontextmanager
    async def open_again(cls, first: "Wire", *, limits: Limits) -> AsyncIterator["Wire"]:
        """Another process over the same world."""
        settings = Settings(public_url=ORIGIN, _env_file=None)  # type: ignore[call-arg]
        world = first.world
        wire = cls(world, known(create_app(settings, world.database, lambda: world.now, limits=limits)))
        async with wire.clients:
            yield wire

    async def client(self, headers: dict[str, str] | None = None, **more: Any) -> httpx.AsyncClient:
        """A caller with these headers."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        made = httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers, **more)
        return await self.clients.enter_async_context(made)

    async def session(self, login: str) -> Opened:
        """A session of that person, as if the password had been checked."""
        async with self.world.database.transaction() as session:
            person = (await session.execute(select(Person).where(col(Person.login) == login))).scalar_one()
            return open_for(session, person, now=self.world.now)

    async def program(self, login: str) -> httpx.AsyncClient:
        """A caller with that person's bearer token."""
        return await self.client({"Authorization": f"Bearer {(await self.session(login)).token}"})

    async def browser(self, login: str) -> tuple[httpx.AsyncClient, str]:
        """A caller with that person's cookie, and the form token that belongs to it."""
        opened = await self.session(login)
        return await self.client(cookies={cookies.NAME: opened.token}), opened.signed.csrf

    async def enterprise(self, follow_code: str) -> httpx.AsyncClient:
        """A caller with a follow code."""
        return await self.client({"Authorization": f"Follow {follow_code}"})

    @staticmethod
    def issues() -> Any:
        """Every issue."""
        return select(Issue)

    @staticmethod
    def all(table: Any) -> Any:
        """Every row of a table."""
        return select(table)

    async def counts(self) -> dict[str, int]:
        """How many rows there are of everything that verbs write."""
        async with self.world.database.transaction() as session:
            return {
                table: int(await session.scalar(text(f"select count(*) from {table}")) or 0)
                for table in COUNTED
            }
