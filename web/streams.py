"""Streams: pages that wait to be told that what they show has changed; their number is bounded."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from engine.store.changes import Change
from web.errors import TooMany

MOST = 1000  # of one process
MOST_OF_ONE = 8  # of one person in one process: a browser has six connections to a host
CHANGED, PRESENCE = "changed", "presence"


@dataclass(frozen=True, slots=True)
class Interest:
    """What a page shows: one issue, an agency's work, what came by some channels, or everything."""

    issue: int = 0
    agency: str = ""
    channels: frozenset[str] = frozenset()
    everything: bool = False

    def meets(self, change: Change) -> bool:
        """Whether the change may be seen on the page; what it reads then is asked of the rules again."""
        if self.issue:
            return change.issue == self.issue
        return self.everything or self.agency in change.agencies or change.channel in self.channels


@dataclass(eq=False, slots=True)
class Stream:
    """One waiting page; news of one kind count once until they are told."""

    interest: Interest
    news: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    def tell(self, what: str) -> None:
        """There is news."""
        self.news.add(what)
        self.woken.set()

    def end(self) -> None:
        """Nothing more will come."""
        self.over = True
        self.woken.set()

    async def heard(self, seconds: float) -> list[str]:
        """The news, as soon as there are any; none if nothing happens for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.woken.wait()
        found = sorted(self.news)
        self.news.clear()
        self.woken.clear()
        return found


@dataclass
class Streams:
    """The open streams of one process."""

    most: int = MOST
    most_of_one: int = MOST_OF_ONE
    open: dict[Stream, int] = field(default_factory=dict)  # whose each is
    drained: bool = False

    def admit(self, person: int) -> None:
        """Refuse a stream too many; its page asks from time to time instead."""
        mine = sum(one == person for one in self.open.values())
        if self.drained or len(self.open) >= self.most or mine >= self.most_of_one:
            raise TooMany("too many pages wait for changes; ask again in a minute", retry_after=60)

    @contextmanager
    def opened(self, interest: Interest, person: int) -> Iterator[Stream]:
        """A stream while the block lasts."""
        stream = Stream(interest, over=self.drained)
        self.open[stream] = person
        try:
            yield stream
        finally:
            self.open.pop(stream, None)

    def drain(self) -> None:
        """End them all, because the process is about to end."""
        self.drained = True
        for stream in self.open:
            stream.end()
