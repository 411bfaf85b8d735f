"""Attempts of a callback fall on different half-days of later workdays."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.model.calendar import Calendar, Override, Window
from engine.rules.callback_times import NoWorkday, next_attempt

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar(
    key="office",
    windows=(Window(opens=540, closes=720), Window(opens=810, closes=1050)),
    overrides=(
        Override(on=date(2026, 10, 1), working=False, label="国庆节"),
        Override(on=date(2026, 10, 10), working=True, label="调休"),
    ),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("replied", "attempt", "expected"),
    [
        ("2026-10-13 10:00", 1, "2026-10-14 09:30"),
        ("2026-10-14 09:30", 2, "2026-10-15 14:00"),
        ("2026-10-15 14:00", 3, "2026-10-16 09:30"),
        ("2026-10-09 23:59", 1, "2026-10-10 09:30"),  # a make-up Saturday is a workday
        ("2026-09-30 16:00", 1, "2026-10-02 09:30"),  # over the holiday
    ],
)
def test_attempts_alternate_half_days_on_workdays(replied: str, attempt: int, expected: str) -> None:
    assert next_attempt(OFFICE, at(replied), attempt=attempt) == at(expected)


def test_a_calendar_that_rests_for_months_is_refused() -> None:
    rest = Calendar(
        key="rest",
        windows=OFFICE.windows,
        weekdays=(0,),
        overrides=tuple(
            Override(on=date.fromisoformat(day), working=False, label="封航")
            for day in [f"2026-{m:02d}-{d:02d}" for m in (10, 11, 12) for d in range(1, 31)]
            if datetime.fromisoformat(day).weekday() == 0
        ),
    )
    with pytest.raises(NoWorkday):
        next_attempt(rest, at("2026-10-01 09:00"), attempt=1)
