"""A notice arrives, a limit is proposed: what moves, and by how much; and every deadline explained."""

from dataclasses import replace
from datetime import date

from engine.catalog.notices import HolidayNotice, with_notice
from engine.model.calendar import Almanac, Override
from engine.model.policy import Amount, Policies
from engine.model.promise import ClockKey
from engine.model.words import EventKind, Target, Unit
from engine.rules import worktime
from engine.rules.clocks import Rulebook, replay
from engine.rules.day_rows import Why, days
from engine.rules.explain import explain
from engine.rules.whatif import whatif
from tests.rules.time_story import Story, at, lead, office, rulebook, wall


def with_version_two() -> Rulebook:
    """The port's rules, and a second calendar: 2027's notice gives New Year's Monday off and works no make-up day."""
    book = rulebook()
    off = [Override(on=date(2027, 1, day), working=False, label="元旦") for day in (1, 2, 3, 4)]
    new = with_notice(book.calendar, HolidayNotice((2027,), tuple(off)), version=2)
    almanac = Almanac(version=2, default="office", calendars=(new, book.almanacs[1].named("round-the-clock")))
    return replace(book, almanacs={1: book.almanacs[1], 2: almanac})


def test_a_published_notice_moves_provisional_deadlines_and_only_those() -> None:
    story = Story(with_version_two())
    story.registered("12-28 09:00").dispatched("12-28 10:00").dispatched("12-28 10:00", "2", "support")
    before = story.clock("reply", "1")
    assert before.provisional and wall(before.due_at) == "01-05 17:30"
    assert not story.clock("claim", "1").provisional
    changed = story.tell("12-29 10:00", "reckoned", calendar=2)
    after = story.clock("reply", "1")
    assert not after.provisional and wall(after.due_at) == "01-06 17:30" and after.book.calendar == 2
    assert story.due("claim", "1") == "12-29 17:30"
    assert {clock.due_at == story.clocks[clock.key].due_at for clock in changed} == {True}
    assert all(step.due_at == after.due_at for step in after.steps)
    assert replay(story.history, story.book) == story.clocks


def test_a_clock_that_stands_still_goes_on_by_the_new_calendar() -> None:
    story = Story(with_version_two()).registered("12-28 09:00").dispatched("12-28 10:00")
    story.tell("12-29 10:00", "held", "1", reason="material")
    story.tell("12-30 10:00", "reckoned", calendar=2)
    assert story.due("reply", "1") == "-"
    story.tell("12-31 10:00", "resumed", "1")
    assert story.due("reply", "1") == "01-08 17:30"


def test_a_step_that_an_earlier_due_time_has_made_late_falls_at_once() -> None:
    """The notice takes a day off away, so that yellow lies in the past: it falls now, the lapse too."""
    book = with_version_two()
    story = Story(replace(book, current=book.current.model_copy(update={"calendar": 2}))).registered(
        "12-28 09:00"
    )
    story.dispatched("12-28 10:00")
    story.tell(at("12-28 10:00").replace(year=2027, month=1, day=5, hour=12), "reckoned", calendar=1)
    first = story.clock("reply", "1").steps[0]
    assert (first.step, wall(first.at)) == ("yellow", "01-05 12:00")


def draft(reply_days: int) -> Policies:
    """The port's policies with another promise for ordinary replies."""
    rows = rulebook().policies[1].policies
    short = Amount(amount=reply_days, unit=Unit.WORKDAYS)
    return Policies(
        policies=tuple(
            one.model_copy(update={"promise": short}) if one.key == "reply-normal" else one for one in rows
        )
    )


def test_what_if_the_limit_were_three_days() -> None:
    story = lead("10-12 10:00")
    story.tell("10-16 10:00", "replied", "1")
    found = whatif(story.clocks, story.history, story.book, draft(3), now=at("11-01 09:00"))
    [one] = [found_one for found_one in found if found_one.key.target is Target.REPLY]
    assert (one.was_late, one.would_be_late) == (False, True)
    assert one.would_be is not None and wall(one.would_be.due_at) == "10-15 17:30"
    assert whatif(story.clocks, story.history, story.book, draft(5), now=at("11-01 09:00")) == []


def test_what_if_asks_running_clocks_too() -> None:
    story = lead("10-12 10:00")
    [one] = whatif(story.clocks, story.history, story.book, draft(2), now=at("10-16 09:00"))
    assert one.would_be_late and not one.was_late


def test_days_of_a_period_say_why_and_add_up() -> None:
    start, end = at("09-30 16:00"), at("10-10 17:30")
    rows = days(office(), start, end, Unit.WORKDAYS)
    assert [(row.on.day, row.counted, row.why) for row in rows] == [
        (30, 0, Why.FIRST_DAY),
        *((day, 0, Why.HOLIDAY) for day in range(1, 8)),
        (8, 1, Why.WORKDAY),
        (9, 1, Why.WORKDAY),
        (10, 1, Why.MAKE_UP),
    ]
    minutes = days(office(), start, end, Unit.WORKTIME)
    assert sum(row.counted for row in minutes) == worktime.between(office(), start, end, Unit.WORKTIME)
    around = days(office(), start, end, Unit.ELAPSED)
    assert sum(row.counted for row in around) == worktime.between(office(), start, end, Unit.ELAPSED)
    assert {row.why for row in around} == {Why.ELAPSED}


def test_a_held_clock_is_explained_with_the_days_it_stood() -> None:
    story = lead("10-12 10:00")
    story.tell("10-13 11:00", "held", "1", reason="material")
    story.tell("10-15 11:00", "resumed", "1")
    explained = explain(story.history, ClockKey(Target.REPLY, "1", 1), story.book)
    assert explained is not None
    assert [(row.on.day, row.counted, row.why) for row in explained.days] == [
        (12, 0, Why.FIRST_DAY),
        (13, 0, Why.STOOD),
        (14, 0, Why.STOOD),
        (15, 1, Why.WORKDAY),
        (16, 1, Why.WORKDAY),
        (17, 0, Why.WEEKEND),
        (18, 0, Why.WEEKEND),
        (19, 1, Why.WORKDAY),
        (20, 1, Why.WORKDAY),
        (21, 1, Why.WORKDAY),
    ]
    assert [turn.kind for turn in explained.turns] == [
        EventKind.DISPATCHED,
        EventKind.HELD,
        EventKind.RESUMED,
    ]
    assert explained.granted == 5


def test_a_clock_that_never_started_has_no_explanation() -> None:
    assert explain(lead("10-12 10:00").history, ClockKey(Target.REVIEW, None, 1), rulebook()) is None
