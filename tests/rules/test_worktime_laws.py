"""Laws of counting: inverse, monotone, additive over pauses, blind to the host's zone; and its edges by example."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.model.calendar import Calendar, Window
from engine.model.words import Unit
from engine.rules import worktime
from engine.rules.timeline import NaiveTime, OutOfCalendar, timeline
from tests.rules.time_story import at, office, rulebook, wall

instants = some.datetimes(datetime(2013, 1, 1), datetime(2026, 6, 1), timezones=some.just(UTC))
units = some.sampled_from(list(Unit))
zones = some.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
short = some.timedeltas(timedelta(0), timedelta(days=90))


@given(instants, some.integers(-2000, 2000), units)
def test_between_undoes_add(start: datetime, amount: int, unit: Unit) -> None:
    assert worktime.between(office(), start, worktime.add(office(), start, amount, unit), unit) == amount


@given(instants, some.integers(1, 2000), units)
def test_add_gives_the_earliest_such_instant(start: datetime, amount: int, unit: Unit) -> None:
    due = worktime.add(office(), start, amount, unit)
    before = due - timedelta(microseconds=1)
    if unit is Unit.WORKDAYS:  # a day counts whole; its end is its last working moment
        assert worktime.left(office(), before, due, unit) == 1
    else:
        assert worktime.between(office(), start, before, unit) < amount


@given(instants, short, some.integers(0, 500), some.integers(0, 500), units)
def test_add_is_monotone(start: datetime, later: timedelta, amount: int, more: int, unit: Unit) -> None:
    calendar = office()
    assert worktime.add(calendar, start, amount, unit) <= worktime.add(calendar, start, amount + more, unit)
    assert worktime.add(calendar, start, amount, unit) <= worktime.add(calendar, start + later, amount, unit)


@given(instants, short, short, units)
def test_time_adds_up_over_any_middle(
    start: datetime, first: timedelta, second: timedelta, unit: Unit
) -> None:
    calendar, middle, end = office(), start + first, start + first + second
    whole = worktime.left(calendar, start, end, unit)
    assert worktime.left(calendar, start, middle, unit) + worktime.left(calendar, middle, end, unit) == whole


@given(instants, short, short, short, some.integers(1, 40), units)
def test_adjacent_pauses_are_one_pause(
    start: datetime, run: timedelta, first: timedelta, second: timedelta, amount: int, unit: Unit
) -> None:
    """Stopping, going on and stopping again at once moves the due time as one longer stop does."""
    calendar = office()
    due, stop = worktime.add(calendar, start, amount, unit), start + run
    left = worktime.left(calendar, stop, due, unit)
    middle = worktime.due(calendar, stop + first, left, unit)
    again = worktime.left(calendar, stop + first, middle, unit)
    assert again == left
    one = worktime.due(calendar, stop + first + second, left, unit)
    assert worktime.due(calendar, stop + first + second, again, unit) == one


@given(instants, short, units)
def test_a_pause_of_no_time_changes_nothing_that_is_left(start: datetime, run: timedelta, unit: Unit) -> None:
    calendar, stop = office(), start + run
    due = worktime.add(calendar, start, 10, unit)
    left = worktime.left(calendar, stop, due, unit)
    assert worktime.left(calendar, stop, worktime.due(calendar, stop, left, unit), unit) == left
    if unit is not Unit.WORKTIME:
        assert worktime.due(calendar, stop, left, unit) == due


@given(instants, some.integers(1, 500), units, zones)
def test_the_zone_an_instant_is_written_in_does_not_matter(
    start: datetime, amount: int, unit: Unit, zone: timezone
) -> None:
    assert worktime.add(office(), start, amount, unit) == worktime.add(
        office(), start.astimezone(zone), amount, unit
    )


def test_the_host_s_zone_does_not_matter() -> None:
    program = (
        "from datetime import datetime; from engine.model.calendar import Calendar, Window;"
        "from engine.model.words import Unit; from engine.rules.worktime import add;"
        "c = Calendar(key='o', windows=(Window(opens='09:00', closes='17:30'),));"
        "print(add(c, datetime.fromisoformat('2026-10-08T23:30:00+08:00'), 2, Unit.WORKDAYS))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for zone in ("UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati")
    }
    assert said == {"2026-10-12 09:30:00+00:00\n"}


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("10-08 10:00", 1, "workdays", "10-09 17:30"),  # 民法典 第201条: the day it begins is not counted
        ("10-08 00:00", 1, "workdays", "10-09 17:30"),
        ("10-08 23:59", 1, "workdays", "10-09 17:30"),
        ("10-09 10:00", 1, "workdays", "10-10 17:30"),  # a make-up Saturday is a workday
        ("10-10 10:00", 1, "workdays", "10-12 17:30"),
        ("09-30 16:00", 2, "workdays", "10-09 17:30"),  # over National Day
        ("02-13 09:00", 3, "workdays", "02-25 17:30"),  # Spring Festival: 2/14 worked, 2/15–23 off
        ("10-03 12:00", 1, "workdays", "10-08 17:30"),  # begun on a holiday
        (
            "10-08 09:00",
            180,
            "worktime",
            "10-08 12:00",
        ),  # ends with the window, not with the next one's opening
        ("10-08 12:30", 1, "worktime", "10-08 13:31"),
        ("10-08 17:00", 60, "worktime", "10-09 09:30"),
        ("10-10 17:00", 420, "worktime", "10-12 17:00"),
        ("10-01 00:00", 90, "elapsed", "10-01 01:30"),
        ("10-08 10:00", -1, "workdays", "09-30 17:30"),
        ("10-08 09:30", -60, "worktime", "09-30 17:00"),
        ("10-08 12:30", 0, "worktime", "10-08 12:30"),
        ("10-03 12:30", 0, "workdays", "10-03 12:30"),
    ],
)
def test_counting_by_example(start: str, amount: int, unit: str, due: str) -> None:
    assert wall(worktime.add(office(), at(start), amount, Unit(unit))) == due


def test_the_day_is_the_port_s_not_utc_s() -> None:
    """01:00 in Shanghai is still yesterday in UTC; the start day is the one people see."""
    assert wall(worktime.add(office(), at("10-09 01:00"), 1, Unit.WORKDAYS)) == "10-10 17:30"


@pytest.mark.parametrize("unit", list(Unit))
def test_a_naive_time_is_refused(unit: Unit) -> None:
    with pytest.raises(NaiveTime, match="no offset"):
        worktime.add(office(), datetime(2026, 10, 8, 9), 1, unit)


@pytest.mark.parametrize(
    ("amount", "unit"), [(100_000, Unit.WORKDAYS), (10**9, Unit.WORKTIME), (-100_000, Unit.WORKDAYS)]
)
def test_a_period_that_leaves_the_calendar_is_refused(amount: int, unit: Unit) -> None:
    with pytest.raises(OutOfCalendar, match="2004–2040"):
        worktime.add(office(), at("10-08 09:00"), amount, unit)


def test_an_instant_outside_the_calendar_is_refused() -> None:
    with pytest.raises(OutOfCalendar, match="covers 2004–2040"):
        worktime.add(office(), datetime(1999, 1, 1, tzinfo=UTC), 1, Unit.WORKDAYS)


def test_round_the_clock_worktime_is_elapsed_time() -> None:
    always = rulebook().calendar_of(rulebook().current, "round-the-clock")
    start = at("10-03 22:10")
    for amount in (1, 60, 5000):
        assert worktime.add(always, start, amount, Unit.WORKTIME) == worktime.add(
            always, start, amount, Unit.ELAPSED
        )


def test_a_change_of_the_clocks_is_counted_as_it_passes() -> None:
    """A calendar of another zone: on 2026-03-29 Berlin's day has 23 hours."""
    night = Calendar(
        key="night",
        zone="Europe/Berlin",
        windows=(Window.model_validate({"opens": "00:00", "closes": "24:00"}),),
        weekdays=tuple(range(7)),
    )
    start = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Berlin"))
    end = worktime.add(night, start, 1, Unit.WORKDAYS)
    assert (
        worktime.between(night, start, datetime(2026, 3, 30, tzinfo=ZoneInfo("Europe/Berlin")), Unit.WORKTIME)
        == 23 * 60
    )
    assert end == datetime(2026, 3, 31, tzinfo=ZoneInfo("Europe/Berlin"))


def test_provisional_when_counted_days_touch_a_year_without_notice() -> None:
    calendar = office()
    start = at("12-28 10:00")
    for workdays, expected in ((3, False), (5, True)):
        due = worktime.add(calendar, start, workdays, Unit.WORKDAYS)
        assert worktime.touches_provisional(calendar, start, due) is expected
    late = start + timedelta(days=10)
    assert not worktime.touches_provisional(calendar, start, late, Unit.ELAPSED)
    assert not worktime.touches_provisional(
        rulebook().calendar_of(rulebook().current, "round-the-clock"), start, late
    )


def test_equal_calendars_share_one_timeline() -> None:
    copy = Calendar.model_validate(office().model_dump())
    assert copy is not office() and timeline(copy) is timeline(office())
