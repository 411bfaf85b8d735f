"""What flows work with, wired from settings once per event loop and closed with it (DESIGN D9)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from engine.actions.in_force import InForce
from engine.database import Database
from engine.errors import NotConfigured
from engine.mail import Server, imap_server
from engine.ports import Door, Doors, Notifier, Renderer
from engine.routing.loading import load_router
from engine.settings import Settings
from engine.store import marks, receivers
from engine.store.holders import Holder
from flows.now import Clockwork, clockwork
from notifiers.registry import notifier, renderer
from web.rules import Latest, latest, newest, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """The parts a duty may use."""

    settings: Settings
    database: Database
    clock: Clockwork
    notifier: Notifier
    renderer: Renderer
    rules: Latest
    routing: Latest  # the rules with the router, read when a report comes in here
    mailbox: Server | None = None  # whose letters are reports
    holder: Holder | None = None  # without one, what a dead process was sending waits for its lease
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


running: WeakKeyDictionary[asyncio.AbstractEventLoop, Runtime] = WeakKeyDictionary()


@asynccontextmanager
async def runtime(settings: Settings | None = None, *, url: str | None = None) -> AsyncIterator[Runtime]:
    """This event loop's runtime: the one that is open, or a new one that is closed at the end of the block."""
    loop = asyncio.get_running_loop()
    if loop in running:
        yield running[loop]
        return
    made = await build(settings or Settings(), url)
    running[loop] = made
    try:
        yield made
    finally:
        del running[loop]
        if made.holder:
            await made.holder.close()
        await made.database.close()


async def build(settings: Settings, url: str | None) -> Runtime:
    """Wire everything to one database."""
    address = url or settings.database_url
    if address is None:
        raise NotConfigured("flows outside the server need QINGLING_DATABASE_URL")
    database = Database(address, pool_size=settings.pool_size)
    async with database.transaction() as session:
        mark = await marks.read(session, marks.SAMPLE)
    made = wire(settings, database, clock=clockwork(mark), sample=mark is not None)
    return replace(made, holder=Holder(database))


def wire(settings: Settings, database: Database, *, clock: Clockwork, sample: bool) -> Runtime:
    """The parts around a database and a clock."""
    return Runtime(
        settings=settings,
        database=database,
        clock=clock,
        notifier=notifier(settings, sample=sample, doors=doors(database, clock), wall=clock.wall),
        renderer=renderer(settings),
        rules=latest(settings, database),
        routing=Latest(lambda: routing_rules(settings, database), lambda: newest(database)),
        mailbox=mailbox(settings, sample=sample),
    )


def mailbox(settings: Settings, *, sample: bool) -> Server | None:
    """The mailbox to be read, if one is set; a sample takes nobody's letters."""
    return imap_server(settings.imap_url) if settings.imap_url and not sample else None


def doors(database: Database, clock: Clockwork) -> Doors:
    """Where receivers take messages, read when one is sent: a change reaches what already waits."""

    async def door(receiver_id: int) -> Door | None:
        async with database.statement() as connection:
            return await receivers.door(connection, receiver_id, now=clock.now())

    return door


async def routing_rules(settings: Settings, database: Database) -> InForce:
    """The published rules with the router: it takes a second and some memory, which most duties need not spend."""
    plain = await published(settings, database)
    return await published(
        settings, database, await asyncio.to_thread(load_router, settings, plain.directory)
    )
