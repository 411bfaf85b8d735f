"""The published rules in force, kept in memory and looked up anew when something was published."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from engine.actions.in_force import InForce

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
