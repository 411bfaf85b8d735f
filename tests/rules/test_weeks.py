"""Weeks by the local date, across the turn of the year."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Invalid
from engine.rules.weeks import week_named, week_of, weeks

ZONE = ZoneInfo("Asia/Shanghai")


def test_a_week_goes_from_monday_to_sunday():
    week = week_named("2026-W46")
    assert (week.starts, week.ends) == (date(2026, 11, 9), date(2026, 11, 15))
    start, end = week.span(ZONE)
    assert start == datetime(2026, 11, 8, 16, tzinfo=UTC)
    assert end == start + timedelta(days=7)


def test_weeks_go_on_across_the_turn_of_the_year():
    first, last = week_named("2026-W52"), week_named("2027-W01")
    assert [one.name for one in weeks(first, last)] == ["2026-W52", "2026-W53", "2027-W01"]
    assert weeks(last, first) == []


def test_the_fifty_third_week_belongs_to_the_year_of_its_thursday():
    week = week_named("2026-W53")
    assert (week.starts, week.ends) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week_of(datetime(2027, 1, 3, 15, 59, tzinfo=UTC), ZONE) == week
    assert week_of(datetime(2027, 1, 3, 16, 0, tzinfo=UTC), ZONE).name == "2027-W01"


@pytest.mark.parametrize("name", ["2026-46", "2026-W54", "2025-W53", "W46", "2026-W00", "2026-w46", ""])
def test_another_name_is_refused_with_an_example(name):
    with pytest.raises(Invalid) as refused:
        week_named(name)
    assert "2026-W46" in str(refused.value)


@given(st.datetimes(datetime(2004, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))
def test_every_instant_lies_in_its_week_alone(instant):
    week = week_of(instant, ZONE)
    start, end = week.span(ZONE)
    assert start <= instant < end
    assert week_named(week.name) == week
    assert week.before().span(ZONE)[1] == start
