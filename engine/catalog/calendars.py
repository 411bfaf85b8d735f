"""Reading calendar.yaml: windows, holidays from the `holidays` package for past years, notices, estimates beyond."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import holidays
from pydantic import Field, ValidationError, field_validator

from engine import located
from engine.catalog.notices import NoticeFile, from_file, with_notice
from engine.errors import Fault, Invalid
from engine.model.calendar import Almanac, Calendar, Frozen, Override, Window

MAKE_UP = "调休上班"
ESTIMATE = "（预估，以国务院办公厅通知为准）"


class Library(Frozen):
    """Which country's holidays the `holidays` package gives, for which years as published and until when as estimates."""

    country: str
    first: int = Field(ge=1950)
    last: int = Field(le=2100)
    language: str = "zh_CN"


class CalendarFile(Frozen):
    """One calendar as written."""

    key: str
    zone: str = "Asia/Shanghai"
    windows: tuple[Window, ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    first: int = 2004
    last: int = 2040
    library: Library | None = None
    notices: tuple[NoticeFile, ...] = ()

    @field_validator("windows", mode="before")
    @classmethod
    def _windows(cls, value: object) -> object:
        if not isinstance(value, list):
            return value
        return [_window(one) if isinstance(one, str) else one for one in value]


class AlmanacFile(Frozen):
    """calendar.yaml."""

    default: str
    calendars: tuple[CalendarFile, ...]
    agencies: dict[str, str] = Field(default_factory=dict)


def _window(text: str) -> dict[str, str]:
    opens, _, closes = text.replace("–", "-").partition("-")
    return {"opens": opens.strip(), "closes": closes.strip()}


def read_almanac(path: Path, *, version: int = 1) -> Almanac:
    """The calendars of a catalogue; every fault is named with its line and column."""
    file = located.read(path)
    written = file.validate(AlmanacFile)
    faults: list[Fault] = []
    calendars = [
        found
        for index, one in enumerate(written.calendars)
        for found in _read(one, index, file, version, faults)
    ]
    if faults:
        raise Invalid(f"{path.name} is refused", faults=faults)
    try:
        return Almanac(
            version=version, default=written.default, calendars=tuple(calendars), agencies=written.agencies
        )
    except ValidationError as error:
        raise Invalid(f"{path.name} is refused", faults=file.faults_of(error)) from None


def _read(
    written: CalendarFile, index: int, file: located.Located, version: int, faults: list[Fault]
) -> Iterable[Calendar]:
    """The calendar with the library's days and then its notices; nothing when it is at fault."""
    under = ("calendars", index)
    try:
        calendar = _bare(written, version)
        for number, notice in enumerate(written.notices):
            calendar = with_notice(
                calendar, from_file(notice, file, (*under, "notices", number)), version=version
            )
    except ValidationError as error:
        faults.extend(file.faults_of(error, under))
        return []
    except Invalid as error:
        faults.extend(error.faults)
        return []
    return [calendar]


def _bare(written: CalendarFile, version: int) -> Calendar:
    library = written.library
    published = tuple(range(library.first, library.last + 1)) if library else None
    return Calendar(
        key=written.key,
        version=version,
        zone=written.zone,
        windows=written.windows,
        weekdays=written.weekdays,
        overrides=tuple(library_days(library, written.last)) if library else (),
        published=published,
        first=written.first,
        last=written.last,
    )


def library_days(library: Library, until: int) -> list[Override]:
    """The package's days off and make-up workdays; after its published years the statutory days, as estimates."""
    years = range(library.first, until + 1)
    days = holidays.country_holidays(library.country, years=years, language=library.language)
    made_up: set[date] = getattr(days, "weekend_workdays", set())
    off = [Override(on=day, working=False, label=_label(label, day, library)) for day, label in days.items()]
    worked = [Override(on=day, working=True, label=MAKE_UP) for day in made_up if _settled(day, library)]
    taken = {one.on for one in worked}
    return sorted([*worked, *(one for one in off if one.on not in taken)], key=lambda one: one.on)


def _settled(day: date, library: Library) -> bool:
    return library.first <= day.year <= library.last


def _label(label: str, day: date, library: Library) -> str:
    return label if _settled(day, library) else label + ESTIMATE
