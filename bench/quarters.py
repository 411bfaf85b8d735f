"""Quarters of invented counts for the watch over bursts: weeks, holidays and chance as they are, with bursts planted or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from engine.model.burst import Alarm, Burst, Known, Scope
from engine.model.calendar import Calendar
from engine.rules.bursts import alarms, as_known, sort_out
from engine.rules.seasons import DAY, Season, kind_of

FIRST = date(2026, 3, 2)
PAST, QUARTER = 133, 91  # days
# Deliberately not what the rules begin with: they have to learn it.
WEIGHTS = {
    "weekend": 0.12,
    "holiday": 0.08,
    "makeup": 0.9,
    "after": 1.5,
    "0": 1.15,
    "1": 1.05,
    "3": 0.95,
    "4": 0.85,
}
PLACES = (("north", 0.25), ("east", 0.15), ("south", 0.1), ("air", 0.05))
NAMED = sum(share for _, share in PLACES)  # of reports that say where


class Planted(NamedTuple):
    """A burst: so many issues over so many days, more than the measure has anyhow."""

    kind: str
    scope: Scope
    first: date
    days: int
    issues: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """Counts of some months, the last three of which are watched."""

    calendar: Calendar
    counts: Mapping[Scope, Mapping[date, int]]
    total: Mapping[date, int]
    issues: Mapping[Scope, Sequence[tuple[date, int]]]
    planted: Sequence[Planted]

    def within(self, alarm: Alarm) -> tuple[int, ...]:
        """The issues that an alarm counted."""
        window = alarm.window
        return tuple(one for day, one in self.issues[alarm.scope] if window.first <= day <= window.last)


class Seen(NamedTuple):
    """A burst as it was first proposed."""

    day: date
    alarm: Alarm


def quarter(
    calendar: Calendar, seed: int, *, daily: float, measures: int = 60, planted: Sequence[Planted] = ()
) -> Quarter:
    """Poisson counts for every measure and place, with the planted bursts on top."""
    random = np.random.default_rng(seed)
    dates = [FIRST + DAY * ahead for ahead in range(PAST + QUARTER)]
    weights = np.array([WEIGHTS.get(kind_of(calendar, day), 1.0) for day in dates])
    made = Making()
    for number, share in enumerate(random.dirichlet(np.full(measures, 0.4)), start=1):
        for place, part in (*PLACES, ("", 1 - NAMED)):
            for day, count in zip(dates, random.poisson(weights * daily * share * part), strict=True):
                made.add(Scope(f"m/{number}", place), day, int(count))
    for burst in planted:
        for day, count in spread(random, burst):
            made.add(burst.scope, day, count)
    return Quarter(calendar, made.counts, made.total, made.issues, planted)


def spread(random: np.random.Generator, burst: Planted) -> Iterator[tuple[date, int]]:
    """The burst's issues over its days; a ramp grows from day to day."""
    shares = np.arange(1, burst.days + 1, dtype=float) if burst.kind == "ramp" else np.ones(burst.days)
    counts = random.multinomial(burst.issues, shares / shares.sum())
    return ((burst.first + DAY * ahead, int(count)) for ahead, count in enumerate(counts))


class Making:
    """Counts being made."""

    def __init__(self) -> None:
        self.counts: dict[Scope, dict[date, int]] = {}
        self.total: dict[date, int] = {}
        self.issues: dict[Scope, list[tuple[date, int]]] = {}
        self.number = 0

    def add(self, scope: Scope, day: date, count: int) -> None:
        """Count issues under every scope they belong to."""
        if not count:
            return
        self.total[day] = self.total.get(day, 0) + count
        issues = [(day, self.number + one) for one in range(1, count + 1)]
        self.number += count
        wide = [Scope(scope.measure)]
        wide += [Scope("", scope.place), scope] if scope.place else []
        for one in wide:
            daily = self.counts.setdefault(one, {})
            daily[day] = daily.get(day, 0) + count
            self.issues.setdefault(one, []).extend(issues)


def watched(one: Quarter, *, length: int = QUARTER) -> list[Seen]:
    """What is proposed in the quarter, or its first days, each burst once."""
    seen: list[Seen] = []
    known: dict[int, Known] = {}
    for ahead in range(PAST, PAST + length):
        day = FIRST + DAY * ahead
        season = Season.learnt(one.calendar, one.total, FIRST, day)
        found = [Burst(alarm, one.within(alarm), 9) for alarm in alarms(day, one.counts, season)]
        told = sort_out(found, known.values())
        for common, bursts in told.going_on.items():
            issues = known[common].issues.union(*(each.issues for each in bursts))
            until = max(each.alarm.window.last for each in bursts)
            known[common] = known[common]._replace(issues=issues, until=until)
        for burst in told.new:
            known[len(known) + 1] = as_known(burst, len(known) + 1)
            seen.append(Seen(day, burst.alarm))
    return seen


def shows(alarm: Alarm, burst: Planted) -> bool:
    """Whether the alarm is of the planted burst: under its measure or at its place, while it lasted or just after."""
    same = burst.scope.within(alarm.scope) or alarm.scope.within(Scope(burst.scope.measure))
    return same and burst.first <= alarm.window.last <= burst.first + DAY * (burst.days + 7)
