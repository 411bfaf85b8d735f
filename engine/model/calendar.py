"""Calendars as values: weekly windows and dated overrides in both directions, immutable and versioned."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

DAY = 24 * 60  # minutes


def minute_of_day(value: object) -> object:
    """`HH:MM` (24:00 is the day's end) as minutes since midnight; minutes pass through."""
    if not isinstance(value, str):
        return value
    hours, colon, minutes = value.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(minutes) < 60):
        raise ValueError(f"{value!r} is not a time of day; write HH:MM")
    return int(hours) * 60 + int(minutes)


def clock_face(minutes: int) -> str:
    """Minutes since midnight as `HH:MM`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


TimeOfDay = Annotated[int, BeforeValidator(minute_of_day), PlainSerializer(clock_face, when_used="json")]


class Frozen(BaseModel):
    """A value: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields changed; what was derived from the others is forgotten."""
        copy = super().model_copy(update=update, deep=deep)
        for derived in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[derived]
        return copy


class Window(Frozen):
    """A stretch of working time within a day."""

    opens: TimeOfDay
    closes: TimeOfDay

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if not 0 <= self.opens < self.closes <= DAY:
            raise ValueError(f"a window must open before it closes, within 00:00–24:00, not {self}")
        return self

    def __str__(self) -> str:
        return f"{clock_face(self.opens)}–{clock_face(self.closes)}"


class Override(Frozen):
    """A date that differs from its weekday: a holiday, or a make-up workday 调休."""

    on: date
    working: bool
    label: str
    windows: tuple[Window, ...] | None = None  # None: the calendar's ordinary windows


class Calendar(Frozen):
    """Weekly windows and dated overrides of one place. Years without a published notice are provisional."""

    key: str
    version: int = Field(default=1, exclude=True)  # its publication's, not part of the content
    zone: str = "Asia/Shanghai"
    windows: tuple[Window, ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)  # Monday is 0
    overrides: tuple[Override, ...] = ()
    published: tuple[int, ...] | None = None  # None: needs no notice (round the clock)
    first: int = 2004
    last: int = 2040

    def __hash__(self) -> int:
        return hash((self.key, self.version))  # cheap: calendars are the key of the compiled timelines

    def __eq__(self, other: object) -> bool:
        """The same content of the same version; cheap, since rules are read anew while timelines stay compiled."""
        if self is other or not isinstance(other, Calendar):
            return self is other
        return self.version == other.version and self.written == other.written

    @cached_property
    def written(self) -> str:
        """The content as text."""
        return self.model_dump_json()

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not self.windows or not self.weekdays:
            raise ValueError(f"calendar {self.key} has no workday; give it windows and weekdays")
        if not set(self.weekdays) <= set(range(7)):
            raise ValueError(f"calendar {self.key}: weekdays run from 0 (Monday) to 6")
        for one in (self.windows, *(day.windows for day in self.overrides if day.windows is not None)):
            if any(later.opens < earlier.closes for earlier, later in pairwise(one)):
                raise ValueError(f"calendar {self.key}: windows overlap or are out of order")
        if len(self.by_date) != len(self.overrides):
            raise ValueError(f"calendar {self.key}: a date is overridden twice")
        return self

    @cached_property
    def by_date(self) -> dict[date, Override]:
        """The overrides, by their date."""
        return {one.on: one for one in self.overrides}

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone in which its days begin and end."""
        return ZoneInfo(self.zone)

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """The working windows of a date; empty when it is no workday."""
        override = self.by_date.get(day)
        if override is None:
            return self.windows if day.weekday() in self.weekdays else ()
        if not override.working:
            return ()
        return self.windows if override.windows is None else override.windows

    def provisional_year(self, year: int) -> bool:
        """Whether the year's notice of holidays is not yet published."""
        return self.published is not None and year not in self.published


class Almanac(Frozen):
    """All calendars of one publication, under its version, and which agency keeps which; others keep the default."""

    version: int = 1
    default: str
    calendars: tuple[Calendar, ...]
    agencies: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _of_one_version(cls, value: Any) -> Any:
        """Its version is that of each of its calendars."""
        if not isinstance(value, dict):
            return value
        version = {"version": value.get("version", 1)}
        calendars = value.get("calendars", ())
        return value | {
            "calendars": tuple(
                (one if isinstance(one, dict) else one.model_dump()) | version for one in calendars
            )
        }

    @model_validator(mode="after")
    def _known(self) -> Self:
        keys = [one.key for one in self.calendars]
        if len(set(keys)) != len(keys):
            raise ValueError("two calendars share a key")
        if missing := sorted({self.default, *self.agencies.values()} - set(keys)):
            raise ValueError(f"no calendar is called {', '.join(missing)}")
        return self

    def named(self, key: str) -> Calendar:
        """The calendar of that key."""
        return next(one for one in self.calendars if one.key == key)

    def of(self, agency: str | None) -> Calendar:
        """The calendar an agency keeps."""
        return self.named(self.agencies.get(agency, self.default) if agency else self.default)
