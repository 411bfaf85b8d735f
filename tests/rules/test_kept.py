"""Every promise counts once: when it was met in time, or when it fell due unkept."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.model.figures import Count, Kept, Promise
from engine.rules.counting import Lists
from engine.rules.kept import Period, kept_table

MONDAY = datetime(2026, 11, 9, tzinfo=UTC)
WEEKS = [Period(MONDAY + timedelta(weeks=n), MONDAY + timedelta(weeks=n + 1)) for n in range(4)]


def day(number: float) -> datetime:
    return MONDAY + timedelta(days=number)


def promise(issue=1, *, due, met=None, state=None, broken=(), started=0.0, known=None, target="reply"):
    """A reply promise; days count from Monday."""
    return Promise(
        issue,
        target,
        "customs",
        "lead",
        state or ("met" if met is not None else "running"),
        day(started),
        day(due) if due is not None else None,
        day(met) if met is not None else None,
        day(known if known is not None else started),
        tuple(day(one) for one in broken),
    )


NOTHING = Kept(
    target="reply",
    agency=None,
    **dict.fromkeys(("met", "breached", "running", "overdue"), Count(n=0, key="")),
    on_time=Lists().rate("", (), (), at=MONDAY),
    median_hours=None,
    p90_hours=None,
)


def table(promises, period=WEEKS[0]):
    lists = Lists()
    lines = {(line.target, line.agency): line for line in kept_table(promises, period, lists)}
    return lines.get(("reply", None), NOTHING), lists


@pytest.mark.parametrize(
    ("one", "met", "breached", "running", "overdue"),
    [
        (promise(due=4, met=3), 1, 0, 0, 0),
        (promise(due=4, met=5, broken=[4]), 0, 1, 0, 0),
        (promise(due=4), 0, 1, 1, 1),
        (promise(due=9), 0, 0, 1, 0),
        (promise(due=None, state="paused"), 0, 0, 1, 0),
        (promise(due=4, met=6, state="cancelled"), 0, 1, 0, 0),
        (promise(due=4, met=2, state="cancelled"), 0, 0, 0, 0),
        (promise(due=-3, met=1, broken=[-3], started=-9), 0, 0, 0, 0),  # counted when it fell due
        (promise(due=-3, started=-9), 0, 0, 1, 1),
        (promise(due=-3, met=1, broken=[-3], started=-9, known=0.5), 0, 1, 0, 0),  # learnt of only this week
        (promise(due=5, met=4, broken=[2]), 1, 1, 0, 0),  # late in one round, in time in the next
    ],
)
def test_one_promise(one, met, breached, running, overdue):
    line, _ = table([one])
    assert (line.met.n, line.breached.n, line.running.n, line.overdue.n) == (met, breached, running, overdue)


def test_over_the_weeks_each_promise_is_counted_once():
    ends = [
        promise(number, due=due, met=met, broken=[due] if met > due else [])
        for number, (due, met) in enumerate([(3, 2), (3, 3), (3, 9), (6.9, 7.1), (7, 7), (8, 20), (20, 8)], 1)
    ]
    counted = [line for week in WEEKS for line in [table(ends, week)[0]]]
    assert sum(line.met.n + line.breached.n for line in counted) == len(ends)


def test_the_rate_carries_what_it_takes_to_dispute_it():
    line, lists = table([promise(1, due=4, met=3), promise(2, due=4, met=5, broken=[4]), promise(3, due=2)])
    rate = line.on_time
    assert (rate.numerator.n, rate.denominator.n, rate.value) == (1, 3, 0.333333)
    assert rate.low < rate.value < rate.high
    assert lists.by_key[rate.denominator.key] == [1, 2, 3]
    assert (line.median_hours, line.p90_hours) == (96.0, 120.0)


def test_windows_and_limits_are_no_promises():
    rows = [promise(due=2, target="return"), promise(due=2, target="hold")]
    assert kept_table(rows, WEEKS[0], Lists()) == ()
