"""The seasons of reporting: how many issues a day lets expect beside an ordinary workday, by the calendar.

The whole ledger is counted, since a single measure is too rare to tell a Friday from a Monday.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from engine.model.burst import Daily, Window
from engine.model.calendar import Calendar

DAY = timedelta(days=1)
YEAR = timedelta(weeks=52)  # keeps the weekday
BREAK = 3  # days off in a row; what was not told then is told on the first workday after
PRIOR = {"weekend": 0.25, "holiday": 0.2, "makeup": 0.9, "after": 1.2}  # beside 1 for a workday
PRIOR_DAYS = 4  # so many days of each kind are taken for known
ENOUGH = 100  # issues of a year ago, before that year says anything
HIGHEST = 2.0  # the most by which a season excuses a rise


@lru_cache(maxsize=4096)
def kind_of(calendar: Calendar, day: date) -> str:
    """What kind of day it is: a weekday's number, a make-up workday, the first after a break, a weekend or a holiday."""
    if not calendar.windows_on(day):
        return "holiday" if day in calendar.by_date or day.weekday() in calendar.weekdays else "weekend"
    if not any(calendar.windows_on(day - DAY * back) for back in range(1, BREAK + 1)):
        return "after"
    return str(day.weekday()) if day.weekday() in calendar.weekdays else "makeup"


def weights(calendar: Calendar, total: Daily, since: date, until: date) -> Mapping[str, float]:
    """The weight of each kind of day, learnt from the ledger and held near what is usual while it is young."""
    kinds = [kind_of(calendar, day) for day in days(Window(since, until))]
    level = sum(total.get(day, 0) for day in days(Window(since, until))) / max(
        sum(PRIOR.get(kind, 1.0) for kind in kinds), 1.0
    )
    if not level:
        return PRIOR
    told: Counter[str] = Counter()
    for day, kind in zip(days(Window(since, until)), kinds, strict=True):
        told[kind] += total.get(day, 0)
    met = Counter(kinds)
    return PRIOR | {
        kind: (told[kind] / level + PRIOR_DAYS * PRIOR.get(kind, 1.0)) / (met[kind] + PRIOR_DAYS)
        for kind in met
    }


def days(window: Window) -> list[date]:
    """Every day of a window."""
    return [window.first + DAY * ahead for ahead in range((window.last - window.first).days + 1)]


@dataclass(frozen=True)
class Season:
    """The expected weight of days from the ledger's first on."""

    since: date
    sums: list[float]  # of weights up to, not including, each day
    total: Daily

    @classmethod
    def learnt(cls, calendar: Calendar, total: Daily, since: date, until: date) -> "Season":
        """From the whole ledger up to a day."""
        by_kind = weights(calendar, total, since, until)
        each = (by_kind.get(kind_of(calendar, day), 1.0) for day in days(Window(since, until)))
        return cls(since, [0.0, *accumulate(each)], total)

    def exposure(self, window: Window) -> float:
        """Workdays' worth of a window, as far as the ledger reaches."""
        return self._upto(window.last + DAY) - self._upto(window.first)

    def _upto(self, day: date) -> float:
        return self.sums[min(max((day - self.since).days, 0), len(self.sums) - 1)]

    def rise(self, window: Window, base: Window) -> float:
        """By how much the house as a whole had more to do at this time a year ago than in the weeks before it.

        At least one: a season excuses a rise and never makes one.
        """
        then = Window(window.first - YEAR - 7 * DAY, window.last - YEAR + 7 * DAY)
        before = Window(base.first - YEAR, base.last - YEAR)
        few, many = self.count(then), self.count(before)
        if before.first < self.since or many < ENOUGH:
            return 1.0
        ratio = few / self.exposure(then) / (many / self.exposure(before))
        return min(max(ratio, 1.0), HIGHEST)

    def count(self, window: Window) -> int:
        """All issues of a window."""
        return sum(self.total.get(day, 0) for day in days(window))
