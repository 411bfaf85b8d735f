"""Weeks of the summary: ISO weeks, Monday to Sunday, by the local date."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.errors import Fault, Invalid

NAME = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One ISO week, known by its Monday."""

    starts: date

    @property
    def ends(self) -> date:
        """Its Sunday."""
        return self.starts + timedelta(days=6)

    @property
    def name(self) -> str:
        """As `2026-W46`."""
        year, week, _ = self.starts.isocalendar()
        return f"{year}-W{week:02d}"

    def before(self, weeks: int = 1) -> "Week":
        """The week so many weeks earlier."""
        return Week(self.starts - timedelta(weeks=weeks))

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The instants at which it begins and at which the next begins."""
        following = self.starts + timedelta(days=7)
        return midnight(self.starts, zone), midnight(following, zone)


def weeks(first: Week, last: Week) -> list[Week]:
    """From one week to another, both included; none if they stand the wrong way round."""
    return [first.before(-ahead) for ahead in range((last.starts - first.starts).days // 7 + 1)]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local date."""
    return datetime.combine(day, time(), tzinfo=zone)


def week_named(name: str) -> Week:
    """The week of that name; anything else is refused with an example."""
    found = NAME.fullmatch(name)
    try:
        if found:
            return Week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    fault = Fault("week", f"{name!r} is not an ISO week", "write it as 2026-W46", "not_a_week")
    raise Invalid("there is no such week", faults=[fault])


def week_of(instant: datetime, zone: ZoneInfo) -> Week:
    """The week that holds an instant."""
    return week_on(instant.astimezone(zone).date())


def week_on(day: date) -> Week:
    """The week that holds a local date."""
    return Week(day - timedelta(days=day.weekday()))
