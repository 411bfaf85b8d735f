"""A calendar compiled for counting: every working window of its years as microseconds since the epoch, in order.

Days begin and end in the calendar's own zone, computed once here, so that counting neither asks the host's zone
nor converts one; a change of the clocks within a day is counted as it really passes.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from engine.errors import EngineError
from engine.model.calendar import Calendar
from engine.model.words import Unit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = 60_000_000  # microseconds


class OutOfCalendar(EngineError):
    """The instant lies outside the years a calendar covers."""

    code = "out_of_calendar"


class NaiveTime(EngineError):
    """An instant without an offset says nothing certain."""

    code = "naive_time"


def ticks(instant: datetime) -> int:
    """Microseconds since the epoch, exactly."""
    if instant.tzinfo is None:
        raise NaiveTime(
            f"{instant.isoformat()} has no offset; write it with one, as 2026-10-08T09:00:00+08:00"
        )
    return (instant - EPOCH) // MICROSECOND


def instant_at(count: int) -> datetime:
    """The instant so many microseconds after the epoch, in UTC."""
    return EPOCH + timedelta(microseconds=count)


@dataclass(slots=True, eq=False)
class Timeline:
    """Cumulative working time and workdays; `reach` and `at` are each other's inverses in every unit."""

    calendar: Calendar
    first: date
    midnights: list[int] = field(default_factory=list)  # start of every day, and of the day after the last
    through: list[int] = field(default_factory=list)  # workdays up to and including that day
    closings: list[int] = field(default_factory=list)  # last working moment of every workday
    opens: list[int] = field(default_factory=list)  # of every window
    closes: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)  # working time up to the close of every window

    def day(self, tick: int) -> int:
        """The index of the local day that holds the instant."""
        if not self.midnights[0] <= tick < self.midnights[-1]:
            raise OutOfCalendar(
                f"calendar {self.calendar.key} covers {self.calendar.first}–{self.calendar.last}, "
                f"not {instant_at(tick).isoformat()}"
            )
        return bisect_right(self.midnights, tick) - 1

    def date_of(self, tick: int) -> date:
        """The local date of the instant."""
        return self.first + timedelta(days=self.day(tick))

    def reach(self, unit: Unit, tick: int) -> int:
        """How far time has run: microseconds, or closings of workdays that have passed."""
        if unit is Unit.ELAPSED:
            return tick
        self.day(tick)
        if unit is Unit.WORKDAYS:
            return bisect_right(self.closings, tick)
        last = bisect_right(self.opens, tick) - 1
        if last < 0:
            return 0
        return self.sums[last] - max(self.closes[last] - tick, 0)

    def at(self, unit: Unit, reached: int) -> int:
        """The earliest instant at which time has run so far."""
        if unit is Unit.ELAPSED:
            return reached
        if unit is Unit.WORKDAYS:
            self._within(1 <= reached <= len(self.closings))
            return self.closings[reached - 1]
        self._within(0 < reached <= self.sums[-1])
        index = bisect_left(self.sums, reached)
        return self.closes[index] - (self.sums[index] - reached)

    def _within(self, inside: bool) -> None:
        if not inside:
            years = f"{self.calendar.first}–{self.calendar.last}"
            raise OutOfCalendar(
                f"the period leaves the years that calendar {self.calendar.key} covers ({years})"
            )


@lru_cache(maxsize=64)
def timeline(calendar: Calendar) -> Timeline:
    """The compiled form of a calendar; kept, since compiling takes about a tenth of a second."""
    first, end = date(calendar.first, 1, 1), date(calendar.last + 1, 1, 1)
    line = Timeline(calendar, first)
    midnight = _local(calendar, first, 0)
    for offset in range((end - first).days):
        day = first + timedelta(days=offset)
        following = _local(calendar, day + timedelta(days=1), 0)
        _append(line, day, midnight, plain=following - midnight == 1440 * MINUTE)
        midnight = following
    line.midnights.append(midnight)
    return line


def _append(line: Timeline, day: date, midnight: int, *, plain: bool) -> None:
    windows = line.calendar.windows_on(day)
    for window in windows:
        if plain:
            opens, closes = midnight + window.opens * MINUTE, midnight + window.closes * MINUTE
        else:
            opens, closes = (
                _local(line.calendar, day, window.opens),
                _local(line.calendar, day, window.closes),
            )
        line.opens.append(opens)
        line.closes.append(closes)
        line.sums.append((line.sums[-1] if line.sums else 0) + closes - opens)
    if windows:
        line.closings.append(line.closes[-1])
    line.midnights.append(midnight)
    line.through.append(len(line.closings))


def _local(calendar: Calendar, day: date, minutes: int) -> int:
    """A wall-clock minute of a date in the calendar's zone."""
    midnight = datetime.combine(day, time(), calendar.tz)
    return ticks(midnight + timedelta(minutes=minutes))  # moves the wall clock, as wanted
