"""Bursts beside their own past: planted ones are found, quiet quarters stay quiet, and one burst is one proposal."""

from datetime import date, timedelta
from math import exp, factorial

import pytest

from bench.quarters import FIRST, PAST, Planted, quarter, shows, watched
from engine.catalog.calendars import read_almanac
from engine.model.bodies import Place
from engine.model.burst import Alarm, Burst, Known, Scope, Window
from engine.model.calendar import Calendar
from engine.rules.bursts import alarms, sort_out
from engine.rules.places import place_of
from engine.rules.seasons import DAY, Season, days, kind_of
from engine.rules.tails import tail
from tests.world import CATALOG

M = "m/1"


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return read_almanac(CATALOG / "calendar.yaml").of(None)


def at(week: int, weekday: int = 0) -> date:
    """A day of the watched quarter."""
    return FIRST + timedelta(days=PAST + 7 * week + weekday)


PLANTED = (
    Planted("three days", Scope("m/3"), at(1, 1), 3, 12),
    Planted("three days", Scope("m/5"), at(2, 2), 3, 20),
    Planted("one place", Scope("m/7", "north"), at(3, 1), 3, 10),
    Planted("one place", Scope("m/9", "air"), at(4, 3), 2, 8),
    Planted("ramp", Scope("m/11"), at(0), 28, 30),
    Planted("holiday", Scope("m/13"), date(2026, 9, 24), 4, 12),
)
WATCHED = 84  # days


def test_bursts_of_every_kind_are_found_once(calendar):
    one = quarter(calendar, 11, daily=4.0, measures=14, planted=PLANTED)
    told = watched(one, length=WATCHED)
    for burst in PLANTED:
        mine = [seen for seen in told if shows(seen.alarm, burst)]
        assert len(mine) == 1, (burst, mine)
        assert (mine[0].day - burst.first).days < (28 if burst.kind == "ramp" else 7)
    assert len(told) == len(PLANTED)


def test_a_quiet_quarter_stays_quiet(calendar):
    assert watched(quarter(calendar, 1, daily=4.0, measures=14), length=WATCHED) == []


def test_a_young_ledger_says_nothing(calendar):
    counts = {Scope(M): {FIRST + DAY * 20: 50}}
    season = Season.learnt(calendar, counts[Scope(M)], FIRST, FIRST + DAY * 20)
    assert alarms(FIRST + DAY * 20, counts, season) == []


def test_a_holiday_neither_hides_nor_makes_a_burst(calendar):
    """Five issues in the first three days of October are many; as many on ordinary workdays are not."""
    usual = {day: 1 for day in days(Window(date(2026, 5, 1), date(2026, 10, 31))) if calendar.windows_on(day)}
    feast = Window(date(2026, 10, 1), date(2026, 10, 3))
    counts = {Scope(M): usual | dict.fromkeys(days(feast), 5)}
    season = Season.learnt(calendar, usual, date(2026, 5, 1), date(2026, 10, 31))
    assert season.exposure(feast) < 1 < 2.5 < season.exposure(Window(date(2026, 9, 15), date(2026, 9, 17)))
    assert [one.window.last for one in alarms(feast.last, counts, season)] == [feast.last]
    assert alarms(date(2026, 9, 17), counts, season) == []


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 10, 1), "holiday"),
        (date(2026, 10, 8), "after"),
        (date(2026, 10, 10), "makeup"),
        (date(2026, 10, 17), "weekend"),
        (date(2026, 10, 16), "4"),
    ],
)
def test_days_are_of_kinds(calendar, day, kind):
    assert kind_of(calendar, day) == kind


@pytest.mark.parametrize(("observed", "mean"), [(0, 3.0), (1, 0.2), (5, 1.5), (12, 4.0)])
def test_the_tail_of_poisson(observed, mean):
    below = sum(exp(-mean) * mean**k / factorial(k) for k in range(observed))
    assert tail(observed, mean, mean) == pytest.approx(1 - below, rel=1e-9)


def test_more_variance_makes_the_tail_heavier():
    assert tail(10, 2.0, 2.0) < tail(10, 2.0, 4.0) < tail(10, 2.0, 8.0)
    assert tail(3, 0.0, 0.0) == 0.0


def burst(scope: Scope, first: int, last: int, issues: range) -> Burst:
    """A burst of October."""
    window = Window(date(2026, 10, first), date(2026, 10, last))
    return Burst(Alarm(scope, window, len(issues), 1.0, 1e-6), tuple(issues), 5)


def test_the_narrowest_scope_that_shows_it_is_proposed_and_only_once():
    wide, narrow = burst(Scope(M), 5, 7, range(10)), burst(Scope(M, "north"), 5, 7, range(9))
    told = sort_out([wide, narrow], [])
    assert told.new == (narrow,) and told.going_on == {}


def test_what_was_proposed_goes_on_and_a_later_burst_is_another():
    known = Known(4, Scope(M), frozenset(range(10)), date(2026, 10, 5), date(2026, 10, 8))
    going_on = burst(Scope(M), 8, 10, range(20, 30))
    by_issues = burst(Scope("", "north"), 9, 11, range(8))
    later = burst(Scope(M), 20, 22, range(50, 60))
    told = sort_out([going_on, by_issues, later], [known])
    assert told.going_on == {4: (going_on, by_issues)} and told.new == (later,)


def test_the_place_named_first_is_where_it_is():
    north = Place(key="north", name="北港区", english_name="North", names=("北港区", "北港"))
    east = Place(key="east", name="东港区", english_name="East", names=("东港",))
    assert place_of("从东港转到北港区", (north, east)) == "east"
    assert place_of("北港区排队", (north, east)) == "north"
    assert place_of("排队", (north, east)) == ""
