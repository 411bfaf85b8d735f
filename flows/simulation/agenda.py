"""What is still to be done in a story: acts by their instant, those of one instant in the order they were planned."""

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count

Act = Callable[[], Awaitable[None]]


class Agenda:
    """A queue of acts ordered by time."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def plan(self, at: datetime, act: Act) -> None:
        """Do this then."""
        heapq.heappush(self._acts, (at, next(self._numbers), act))

    @property
    def next_at(self) -> datetime | None:
        """When the next act is due."""
        return self._acts[0][0] if self._acts else None

    def pop(self) -> tuple[datetime, Act]:
        """The next act."""
        at, _, act = heapq.heappop(self._acts)
        return at, act
