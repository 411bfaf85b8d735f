"""Common problems: planted bursts found, by size, and how soon; false alarms a quarter where nothing was planted."""

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median

from bench.quarters import FIRST, PAST, Planted, quarter, shows, watched
from engine.catalog.calendars import read_almanac
from engine.model.burst import Scope
from engine.model.calendar import Calendar
from engine.rules.intervals import wilson
from engine.settings import Settings

SEEDS, DAILY = 20, (8.0, 25.0, 60.0)  # issues of an ordinary workday in the whole house
SIZES = (5, 8, 12, 20)
HOLIDAY = date(2026, 9, 24)  # the eve of a holiday: the burst runs into it


def plan(seed: int) -> Iterator[Planted]:
    """One burst of every kind and size, each under a measure of its own, through the quarter."""
    first = FIRST + timedelta(days=PAST)
    for place, size in enumerate(SIZES):
        day = first + timedelta(days=9 + (seed * 7 + 17 * place) % 70)
        yield Planted("three days", Scope(f"m/{3 + 10 * place}"), day, 3, size)
        yield Planted("one place", Scope(f"m/{5 + 10 * place}", "north"), day + timedelta(days=5), 3, size)
        yield Planted("holiday", Scope(f"m/{7 + 10 * place}"), HOLIDAY, 4, size)
        yield Planted("ramp", Scope(f"m/{9 + 10 * place}"), first + timedelta(days=20 + place), 28, 2 * size)


def main() -> None:
    """Print both tables."""
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
    calendar = read_almanac(Settings().catalog / "calendar.yaml").of(None)
    started = time.perf_counter()
    print(f"{len(seeds)} seeds a line, 60 measures, 5 places; the past is 19 weeks, a quarter is watched\n")
    for daily in DAILY:
        quiet(calendar, seeds, daily)
    print()
    for daily in DAILY[1:2]:
        found(calendar, seeds, daily)
    print(f"\n{time.perf_counter() - started:.0f} s")


def quiet(calendar: Calendar, seeds: Sequence[int], daily: float) -> None:
    """False alarms: everything proposed is false."""
    told = [len(watched(quarter(calendar, 1000 + seed, daily=daily))) for seed in seeds]
    rate = sum(told) / len(told)
    print(f"false alarms, {daily:3.0f} issues a workday: {rate:.2f} a quarter ({sum(told)} in {len(told)})")


def found(calendar: Calendar, seeds: Sequence[int], daily: float) -> None:
    """Which of the planted bursts were proposed, after how many days; what else was."""
    late: dict[tuple[str, int], list[int | None]] = {}
    others = 0
    for seed in seeds:
        one = quarter(calendar, seed, daily=daily, planted=tuple(plan(seed)))
        told = watched(one)
        others += sum(not any(shows(seen.alarm, burst) for burst in one.planted) for seen in told)
        for burst in one.planted:
            days = [(seen.day - burst.first).days + 1 for seen in told if shows(seen.alarm, burst)]
            late.setdefault((burst.kind, burst.issues), []).append(min(days, default=None))
    print(
        f"planted bursts, {daily:.0f} issues a workday\nkind         issues   found   95 %         days to the alarm (median, longest)"
    )
    for (kind, issues), each in sorted(late.items()):
        days = [one for one in each if one is not None]
        low, high = wilson(len(days), len(each)) or (0.0, 1.0)
        when = f"{median(days):.0f}, {max(days)}" if days else "—"
        print(f"{kind:<12} {issues:6} {len(days) / len(each):7.0%}   {low:.0%}–{high:.0%}".ljust(44) + when)
    print(f"proposed beside them: {others} in {len(seeds)} quarters")


if __name__ == "__main__":
    main()
