"""Counting time (DESIGN D6): `add` and `between` are exact inverses in all three units.

`elapsed` counts minutes, `worktime` minutes inside the calendar's windows, `workdays` whole workdays of which the
first day is not counted and the last ends with its last working moment (民法典 第201–203条).
"""

from datetime import date, datetime, timedelta

from engine.model.calendar import Calendar
from engine.model.words import Unit
from engine.rules.timeline import MINUTE, Timeline, instant_at, ticks, timeline


def add(calendar: Calendar, start: datetime, amount: int, unit: Unit) -> datetime:
    """The earliest instant, in UTC, with `between(start, it) == amount`; nothing added gives the start itself.

    Amounts are minutes, or days for workdays; a negative amount counts back.
    """
    begun = ticks(start)
    if amount == 0:
        return instant_at(begun)
    if unit is Unit.ELAPSED:
        return instant_at(begun + amount * MINUTE)
    line = timeline(calendar)
    if unit is Unit.WORKDAYS:
        return instant_at(line.at(unit, line.through[line.day(begun)] + amount))
    return instant_at(line.at(unit, line.reach(unit, begun) + amount * MINUTE))


def between(calendar: Calendar, start: datetime, end: datetime, unit: Unit) -> int:
    """Whole minutes, or workdays, from one instant to another; the first day is not counted, the last is."""
    begun, ended = ticks(start), ticks(end)
    if unit is Unit.ELAPSED:
        return (ended - begun) // MINUTE
    line = timeline(calendar)
    if unit is Unit.WORKDAYS:
        return line.through[line.day(ended)] - line.through[line.day(begun)]
    return (line.reach(unit, ended) - line.reach(unit, begun)) // MINUTE


def left(calendar: Calendar, now: datetime, due: datetime, unit: Unit) -> int:
    """What a clock has still to run: microseconds of its unit, or closings of workdays, that lie ahead.

    Exact to the microsecond so that pauses add up; negative when overdue.
    """
    if unit is Unit.ELAPSED:
        return ticks(due) - ticks(now)
    line = timeline(calendar)
    return line.reach(unit, ticks(due)) - line.reach(unit, ticks(now))


def due(calendar: Calendar, since: datetime, remaining: int, unit: Unit) -> datetime:
    """When a clock that goes on at `since` with `left` remaining falls due: the inverse of `left`."""
    begun = ticks(since)
    if unit is Unit.ELAPSED:
        return instant_at(begun + remaining)
    line = timeline(calendar)
    reached = line.reach(unit, begun)
    if remaining == 0 and unit is Unit.WORKTIME:
        return instant_at(begun)
    return instant_at(line.at(unit, reached + remaining))


def touches_provisional(
    calendar: Calendar, start: datetime, end: datetime, unit: Unit = Unit.WORKDAYS
) -> bool:
    """Whether the period counts days of a year whose notice is not yet published; elapsed time asks no calendar."""
    if unit is Unit.ELAPSED or calendar.published is None:
        return False
    line = timeline(calendar)
    first, last = sorted((line.date_of(ticks(start)), line.date_of(ticks(end))))
    return any(calendar.provisional_year(year) for year in range(first.year, last.year + 1))


def next_day(calendar: Calendar, instant: datetime) -> datetime:
    """The beginning of the following day, where the instant's own day is not counted."""
    line = timeline(calendar)
    return instant_at(line.midnights[line.day(ticks(instant)) + 1])


def is_workday(calendar: Calendar, day: date) -> bool:
    """Whether the calendar works on that date."""
    return bool(calendar.windows_on(day))


def local(calendar: Calendar, instant: datetime) -> datetime:
    """The instant as people of the calendar's place read it."""
    return instant_at(ticks(instant)).astimezone(calendar.tz)


def dates(calendar: Calendar, start: datetime, end: datetime) -> list[date]:
    """Every local date from one instant to another."""
    line: Timeline = timeline(calendar)
    first, last = line.date_of(ticks(start)), line.date_of(ticks(end))
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
