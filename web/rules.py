"""The published rules in force, kept in memory and looked up anew when something was published."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from engine.actions.in_force import InForce, Routing, load_in_force
from engine.database import Database
from engine.settings import Settings
from engine.store import publications

FRESH = 2.0  # seconds for which nobody asks the database whether something was published


class Latest:
    """A cache of the rules: `mark` tells what is published newest, `load` reads it."""

    def __init__(
        self,
        load: Callable[[], Awaitable[InForce]],
        mark: Callable[[], Awaitable[object]],
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.load, self.mark, self.clock = load, mark, clock
        self.rules: InForce | None = None
        self.seen: object = None
        self.asked = float("-inf")
        self.lock = asyncio.Lock()

    async def __call__(self) -> InForce:
        """The rules; at most `FRESH` seconds behind another process's publication."""
        if self.rules is not None and self.clock() - self.asked < FRESH:
            return self.rules
        async with self.lock:
            return await self.refreshed()

    async def refreshed(self) -> InForce:
        """Load again if something newer is published."""
        mark = await self.mark()
        if self.rules is None or mark != self.seen:
            self.rules, self.seen = await self.load(), mark
        self.asked = self.clock()
        return self.rules

    def forget(self) -> None:
        """Look again at the next use, as after publishing in this process."""
        self.asked = float("-inf")


def latest(settings: Settings, database: Database, router: Routing | None = None) -> Latest:
    """The published rules, read when something new was published."""
    return Latest(lambda: published(settings, database, router), lambda: newest(database))


async def published(settings: Settings, database: Database, router: Routing | None = None) -> InForce:
    """The published rules in force."""
    async with database.transaction() as session:
        return await load_in_force(
            session,
            zone=settings.timezone,
            prefix=settings.reference_prefix,
            router=router,
            check_share=settings.check_share,
        )


async def newest(database: Database) -> int:
    """What tells that something was published."""
    async with database.transaction() as session:
        return await publications.newest_id(session)
