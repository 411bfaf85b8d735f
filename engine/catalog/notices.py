"""Notices of holidays: a year's days off and make-up workdays, from YAML, CSV or iCalendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import model_validator

from engine import located
from engine.catalog import notice_csv, notice_ical
from engine.catalog.spans import LONGEST, Span
from engine.errors import Fault, Invalid
from engine.model.calendar import Calendar, Frozen, Override


class DaysOff(Frozen):
    """Days off from one date to another, both included."""

    first: date
    last: date
    label: str

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if not 0 <= (self.last - self.first).days < LONGEST:
            raise ValueError(f"must run forward, over at most {LONGEST} days")
        return self


class MakeUp(Frozen):
    """A weekend day that is worked in exchange."""

    day: date
    label: str = "调休上班"


class NoticeFile(Frozen):
    """A notice as a YAML file, or as one entry of calendar.yaml."""

    year: int
    source: str = ""
    days_off: tuple[DaysOff, ...]
    workdays: tuple[MakeUp, ...] = ()


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """A published notice: the years it settles, and every date it changes."""

    years: tuple[int, ...]
    days: tuple[Override, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A date that a notice turns into a workday, or into a day off."""

    on: date
    working: bool
    label: str

    def __str__(self) -> str:
        return f"{self.on} {'worked' if self.working else 'off'} {self.label}"


def read_notice(path: Path) -> HolidayNotice:
    """The notice in a .yaml, .csv or .ics file; every fault is named with its line."""
    match path.suffix.lower():
        case ".yaml" | ".yml":
            found = located.read(path)
            return from_file(found.validate(NoticeFile), found, ())
        case ".csv":
            return from_spans(notice_csv.read(path), path.name)
        case ".ics" | ".ical":
            return from_spans(notice_ical.read(path), path.name)
        case other:
            fault = Fault(
                path.name, f"{other or 'no suffix'} is not known", "give .yaml, .csv or .ics", "format"
            )
            raise Invalid(f"{path.name} is refused", faults=[fault])


def from_file(notice: NoticeFile, file: located.Located, under: located.Place) -> HolidayNotice:
    """A notice written in YAML, checked date by date."""
    spans = [
        Span(one.first, one.last, False, one.label, file.where((*under, "days_off", index)))
        for index, one in enumerate(notice.days_off)
    ]
    spans += [
        Span(one.day, one.day, True, one.label, file.where((*under, "workdays", index)))
        for index, one in enumerate(notice.workdays)
    ]
    return _checked(spans, (notice.year,), file.name, notice.source)


def from_spans(spans: Sequence[Span], name: str) -> HolidayNotice:
    """A notice from a table or a feed: it settles the years in which its days off lie."""
    years = tuple(sorted({one.first.year for one in spans if not one.working}))
    return _checked(spans, years, name, name)


def _checked(spans: Sequence[Span], years: tuple[int, ...], name: str, source: str) -> HolidayNotice:
    """Every date once, near its years; a make-up workday on a weekend."""
    faults = [fault for one in spans for fault in _faults(one, years)]
    seen: dict[date, str] = {}
    days: list[Override] = []
    for one in spans:
        for day in one.dates():
            if day in seen:
                faults.append(
                    Fault(one.where, f"{day} is also given at {seen[day]}", "keep one of them", "twice")
                )
            seen.setdefault(day, one.where)
            days.append(Override(on=day, working=one.working, label=one.label))
    if not any(not one.working for one in spans):
        faults.append(Fault(name, "names no day off", "a notice lists its holidays", "empty"))
    if faults:
        raise Invalid(f"{name} is refused", faults=faults)
    return HolidayNotice(years, tuple(sorted(days, key=lambda day: day.on)), source)


def _faults(span: Span, years: tuple[int, ...]) -> Iterable[Fault]:
    near = {year + step for year in years for step in (-1, 0, 1)}
    if span.first.year not in near:
        yield Fault(span.where, f"{span.first} is far from {years[0]}", "mend the year", "year")
    if span.working and span.first.weekday() < 5:
        yield Fault(
            span.where, f"{span.first} is a weekday", "a make-up workday falls on a weekend", "weekday"
        )


def with_notice(calendar: Calendar, notice: HolidayNotice, *, version: int) -> Calendar:
    """The calendar after the notice: its years are settled, whatever was estimated or said of them before is gone."""
    named = {day.on for day in notice.days}
    kept = [day for day in calendar.overrides if day.on.year not in notice.years and day.on not in named]
    days = sorted([*kept, *notice.days], key=lambda day: day.on)
    published = tuple(sorted({*(calendar.published or ()), *notice.years}))
    content = calendar.model_dump() | {"overrides": days, "published": published, "version": version}
    return Calendar.model_validate(content)


def difference(before: Calendar, after: Calendar) -> list[Change]:
    """The dates on which the two disagree about whether people work, in order."""
    dates = sorted({*before.by_date, *after.by_date})
    return [
        Change(day, bool(after.windows_on(day)), _label(before, after, day))
        for day in dates
        if bool(before.windows_on(day)) != bool(after.windows_on(day))
    ]


def _label(before: Calendar, after: Calendar, day: date) -> str:
    said = after.by_date.get(day) or before.by_date.get(day)
    return said.label if said else ""
