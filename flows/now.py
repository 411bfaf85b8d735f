"""What time it is: the wall clock, or a sample's own clock that runs faster."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.errors import Conflict

Wall = Callable[[], datetime]


def wall() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Several processes with the same start and factor tell the same time."""

    begun: datetime | None = None  # wall time at which the sample's clock was started
    start: datetime | None = None  # what it then showed
    factor: float = 1.0  # its seconds to one of ours
    wall: Wall = wall

    def now(self) -> datetime:
        """The present instant."""
        if self.begun is None or self.start is None:
            return self.wall()
        return self.start + (self.wall() - self.begun) * self.factor

    def seconds_until(self, instant: datetime) -> float:
        """Our own seconds until it shows that instant."""
        return (instant - self.now()).total_seconds() / self.factor

    def span(self, ours: timedelta) -> timedelta:
        """How far it moves while that much of our time passes."""
        return ours * self.factor


def clockwork(mark: Mapping[str, Any] | None, *, scaled: Mapping[str, Any] | None = None) -> Clockwork:
    """The clock of a database: a scaled one only if the database is marked as a sample."""
    wanted = scaled if scaled is not None else (mark or {}).get("clock")
    if not wanted:
        return Clockwork()
    if mark is None:
        raise Conflict("a scaled clock is for samples; this database holds real cases")
    begun, start = datetime.fromisoformat(wanted["begun"]), datetime.fromisoformat(wanted["start"])
    return Clockwork(begun=begun, start=start, factor=float(wanted["factor"]))
