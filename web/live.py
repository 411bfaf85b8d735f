"""What keeps pages live: one look a second at what happened, for all streams of this process together."""

import asyncio
import logging
from dataclasses import dataclass, field

from engine.database import Database
from engine.outage import DATABASE
from engine.store import changes, presence
from web.present import Present
from web.streams import CHANGED, PRESENCE, Interest, Streams

EVERY = 1.0  # seconds
PAUSE = 5.0  # seconds after the database did not answer
log = logging.getLogger(__name__)


@dataclass
class Live:
    """The watcher of one web process; it looks only while somebody waits."""

    database: Database
    streams: Streams = field(default_factory=Streams)
    present: Present = field(default_factory=Present)
    mark: int = 0
    told: set[int] = field(default_factory=set)
    watching: asyncio.Task[None] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def marked(self) -> int:
        """How far everything can be seen now; a page drawn after this misses nothing by waiting from here."""
        async with self.database.transaction() as session:
            return await changes.mark(session)

    async def missed(self, interest: Interest, since: int) -> bool:
        """Whether anything of interest happened since a page was drawn."""
        async with self.database.transaction() as session:
            found = await changes.since(session, since)
        return len(found) == changes.MOST or any(interest.meets(one) for one in found)

    async def watch(self) -> None:
        """Look from now on, until nobody waits any more."""
        if not self.mark:
            await self.look()
        if self.watching is None or self.watching.done():
            self.watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while self.streams.open:
            pause = EVERY
            try:
                await self.look()
            except DATABASE as error:
                log.warning("pages are not kept live: %r", error)
                pause = PAUSE
            await asyncio.sleep(pause)
        self.mark = 0

    async def look(self) -> None:
        """Tell every stream what concerns it since the last look."""
        async with self.lock:
            async with self.database.transaction() as session:
                mark = await changes.mark(session)
                found = await changes.since(session, self.mark or mark)
                moved = self.present.read(await presence.every(session))
                await presence.drop(session, self.present.dead())
            new = [one for one in found if one.event not in self.told]
            self.mark, self.told = mark, {one.event for one in found}
        for stream in list(self.streams.open):
            if len(found) == changes.MOST or any(stream.interest.meets(one) for one in new):
                stream.tell(CHANGED)
            if stream.interest.issue in moved:
                stream.tell(PRESENCE)
