"""A stretch of time day by day: what was counted, what was not, and why. The same for a plain period and for a clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from engine.model.calendar import Calendar
from engine.model.words import Unit
from engine.rules.timeline import MINUTE, Timeline, ticks, timeline


class Why(StrEnum):
    """Why a day counted, or did not."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"  # 调休上班
    ELAPSED = "elapsed"  # every day, round the clock
    FIRST_DAY = "first_day"  # the day it begins is not counted
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    STOOD = "stood"  # the clock stood still when that day's work ended, or all day
    OUTSIDE = "outside"  # before it began or after it ended that day


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch in which time counts."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class DayRow:
    """One local date: whole workdays (0 or 1) or minutes counted, why, and by which version of which calendar."""

    on: date
    counted: float
    why: Why
    label: str
    calendar: str
    version: int
    provisional: bool


def days(calendar: Calendar, start: datetime, end: datetime, unit: Unit) -> tuple[DayRow, ...]:
    """A plain period, day by day; the counts add up to `between`."""
    return rows(calendar, [Run(start, end)], unit)


def rows(calendar: Calendar, runs: Sequence[Run], unit: Unit) -> tuple[DayRow, ...]:
    """Every date from the first run to the last; of workdays the first is not counted."""
    if not runs:
        return ()
    line = timeline(calendar)
    spans = [(ticks(run.begins), ticks(run.ends)) for run in runs]
    first, last = line.day(spans[0][0]), line.day(spans[-1][1])
    skipped = first if unit is Unit.WORKDAYS else -1
    return tuple(_row(line, number, spans, unit, number == skipped) for number in range(first, last + 1))


def _row(line: Timeline, number: int, spans: list[tuple[int, int]], unit: Unit, skipped: bool) -> DayRow:
    day = line.first + timedelta(days=number)
    counted = 0.0 if skipped else _counted(line, number, spans, unit)
    return DayRow(
        on=day,
        counted=counted,
        why=_why(line, day, unit, skipped, counted, _inside(line, number, spans)),
        label=label(line.calendar, day),
        calendar=line.calendar.key,
        version=line.calendar.version,
        provisional=line.calendar.provisional_year(day.year) and unit is not Unit.ELAPSED,
    )


def _counted(line: Timeline, number: int, spans: list[tuple[int, int]], unit: Unit) -> float:
    """Minutes of the day in the runs, or 1 when its last working moment lies in one."""
    midnight, following = line.midnights[number], line.midnights[number + 1]
    if unit is Unit.WORKDAYS:
        before = line.through[number - 1] if number else 0
        if line.through[number] == before:
            return 0.0
        closing = line.closings[line.through[number] - 1]
        return float(any(begins < closing <= ends for begins, ends in spans))
    pieces = ((max(begins, midnight), min(ends, following)) for begins, ends in spans)
    return sum(line.reach(unit, high) - line.reach(unit, low) for low, high in pieces if low < high) / MINUTE


def _inside(line: Timeline, number: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the day lies wholly between the first run's beginning and the last one's end."""
    return spans[0][0] < line.midnights[number] and line.midnights[number + 1] <= spans[-1][1]


def _why(line: Timeline, day: date, unit: Unit, skipped: bool, counted: float, inside: bool) -> Why:
    if skipped:
        return Why.FIRST_DAY
    working = bool(line.calendar.windows_on(day))
    if unit is not Unit.ELAPSED and not working:
        return Why.HOLIDAY if day in line.calendar.by_date else Why.WEEKEND
    if not counted:
        return Why.STOOD if inside else Why.OUTSIDE
    if unit is Unit.ELAPSED:
        return Why.ELAPSED
    return Why.MAKE_UP if day in line.calendar.by_date else Why.WORKDAY


def label(calendar: Calendar, day: date) -> str:
    """What the calendar says of the date, if anything."""
    said = calendar.by_date.get(day)
    return said.label if said else ""
