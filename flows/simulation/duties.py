"""The timetable's duties under a story's clock: the same core functions that flows run, without Prefect."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from types import ModuleType

from engine.database import Database
from engine.settings import Settings
from flows.duties import callbacks, clocks, commons, outbox, summary
from flows.now import Clockwork
from flows.runtime import Runtime, wire

ROUND = timedelta(minutes=30)  # a story's mail goes out in rounds; its stamps are the events' own
DUTIES = (clocks, callbacks, summary, outbox)  # what one writes, the next sends
REACHED = (summary, commons)  # their next instant moves only when it was reached


class StoryDuties:
    """Asks every duty when it is next due, and runs those that are."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        now: datetime,
        duties: Sequence[ModuleType] = DUTIES,
    ) -> None:
        self.now = now
        self.duties = duties
        clock = Clockwork(wall=lambda: self.now)
        self.use: Runtime = wire(settings, database, clock=clock, sample=True)
        self.due: dict[ModuleType, datetime | None] = {}
        self.posted = now - ROUND

    async def next_at(self) -> datetime | None:
        """When the next duty is due."""
        for duty in self.duties:
            asked = self.due.get(duty)
            if duty not in REACHED or asked is None or asked <= self.now:
                self.due[duty] = await duty.due_next(self.use)
        if posting := self.due.get(outbox):
            self.due[outbox] = max(posting, self.posted + ROUND)
        return min((at for at in self.due.values() if at is not None), default=None)

    async def run(self, *, now: datetime) -> None:
        """Do what is due."""
        self.now = now
        for duty in self.duties:
            at = self.due.get(duty)
            if at is not None and at <= now:
                await duty.run(self.use)
                self.posted = now if duty is outbox else self.posted

    async def close(self) -> None:
        """The summaries of the weeks that have ended, and every mail still waiting."""
        await self.next_at()
        for duty in (one for one in self.duties if one in (summary, outbox)):
            at = self.due.get(duty)
            self.now = max(self.now, at) if at is not None and at - self.now < timedelta(days=1) else self.now
            await duty.run(self.use)
