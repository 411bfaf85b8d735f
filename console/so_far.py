"""The week so far: drawn by this process for all its readers, one drawing at a time, and anew when something happened."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from engine.actions.draw_summary import preview
from engine.actions.in_force import InForce
from engine.database import Database
from engine.errors import EngineError
from engine.model.figures import Figures
from engine.outage import DATABASE
from engine.rules.weeks import week_of
from engine.store import changes

FRESH = timedelta(seconds=20)  # no older is what anybody is shown, if something happened since
STILL = timedelta(minutes=1)  # nor than this if nothing did: due times pass without an event
EVERY = 15.0  # seconds after which the process looks by itself, so that no reader waits for a drawing
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The week as it stood at an instant."""

    at: datetime
    still_at: datetime  # when it was last seen that nothing had happened since
    mark: int
    directory: int
    figures: Figures
    lists: dict[str, list[int]]


@dataclass
class SoFar:
    """What this process drew last."""

    database: Database
    last: Drawn | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, now: datetime, rules: InForce, *, within: timedelta = FRESH) -> Drawn:
        """The figures of the running week, `within` so long of now."""
        if (good := self.good(now, rules, within)) is not None:
            return good
        async with self.lock:  # whoever comes meanwhile is served the same
            if (good := self.good(now, rules, within)) is None:
                self.last = good = await self.renewed(now, rules)
            return good

    def good(self, now: datetime, rules: InForce, within: timedelta) -> Drawn | None:
        """The last drawing, unless it is too old or was made by other rules."""
        one = self.last
        fits = one and one.directory == rules.directory_version and abs(now - one.still_at) < within
        return one if fits else None

    async def renewed(self, now: datetime, rules: InForce) -> Drawn:
        """The last drawing, if nothing happened since; else another."""
        async with self.database.transaction() as session:
            last = self.good(now, rules, STILL)
            if last and abs(now - last.at) < STILL and not await changes.any_since(session, last.mark):
                return replace(last, still_at=now)
            mark, week = await changes.mark(session), week_of(now - timedelta(seconds=1), rules.zone)
            figures, lists = await preview(session, week=week.name, now=now, rules=rules)
        return Drawn(now, now, mark, rules.directory_version, figures, lists)

    async def keep(self, now: Callable[[], datetime], in_force: Callable[[], Awaitable[InForce]]) -> None:
        """Draw before anybody asks, until cancelled."""
        while True:
            try:
                await self.get(now(), await in_force(), within=timedelta(seconds=EVERY / 2))
            except (EngineError, *DATABASE) as error:
                log.warning("the board is not drawn ahead: %r", error)
            await asyncio.sleep(EVERY)
