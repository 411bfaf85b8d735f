"""Counting agrees with the minute-by-minute oracle, and workdays with `chinesecalendar`, day by day."""

from datetime import date, timedelta

import chinese_calendar
import numpy as np
import pytest

from bench import oracle
from engine.model.words import Unit
from engine.rules import worktime
from tests.rules.time_story import office

CASES = 10_000


@pytest.mark.parametrize("unit", list(Unit))
def test_add_and_between_agree_with_the_oracle(unit: Unit) -> None:
    calendar = office()
    starts, amounts = oracle.cases(CASES // 3 + 1, seed=20261121, unit=unit)
    ends = oracle.add(starts, amounts, unit)
    counted = oracle.between(starts, ends, unit)
    for start, amount, end, count in zip(starts, amounts, ends, counted, strict=True):
        begun = oracle.instant(start)
        due = worktime.add(calendar, begun, int(amount), unit)
        assert oracle.minute(due) == end, (begun, amount, due)
        assert worktime.between(calendar, begun, due, unit) == count == amount


@pytest.mark.parametrize("unit", list(Unit))
def test_between_agrees_with_the_oracle_for_any_two_instants(unit: Unit) -> None:
    starts, _ = oracle.cases(2_000, seed=7, unit=unit)
    ends, _ = oracle.cases(2_000, seed=8, unit=unit)
    first, last = np.minimum(starts, ends), np.maximum(starts, ends)
    for one, other, count in zip(first, last, oracle.between(first, last, unit), strict=True):
        assert worktime.between(office(), oracle.instant(one), oracle.instant(other), unit) == count


def test_workdays_agree_with_chinesecalendar_from_2004_to_2026() -> None:
    """They differ on one day: 国办发明电〔2005〕35号 makes Saturday 2005-12-31 a workday, the package does not."""
    first, days = date(2004, 1, 1), (date(2027, 1, 1) - date(2004, 1, 1)).days
    dates = [first + timedelta(days=number) for number in range(days)]
    differ = [day for day in dates if worktime.is_workday(office(), day) != chinese_calendar.is_workday(day)]
    assert differ == [date(2005, 12, 31)]
    assert worktime.is_workday(office(), date(2005, 12, 31))
