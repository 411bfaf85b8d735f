"""The ladder: when its steps fall, who is told, in which voice, and not at night."""

from datetime import date

import pytest

from engine.model.policy import QuietHours
from engine.model.words import Audience, Step, Voice
from engine.rules.ladder import after_quiet
from tests.rules.time_story import Story, at, lead, office, rulebook, wall


def test_a_reply_of_ten_workdays_climbs_step_by_step() -> None:
    assert lead("10-12 10:00", kind="complaint").steps("reply", "1") == [
        ("yellow", "10-23 17:30"),  # one workday before, later than three quarters
        ("red", "10-26 17:30"),
        ("urge", "10-27 17:30"),
        ("supervise", "10-29 17:30"),
        ("criticise", "11-02 17:30"),
        ("elevate", "11-09 17:30"),
    ]


def test_yellow_is_the_later_of_one_workday_before_and_three_quarters() -> None:
    """One workday of promise: the workday before due is the start day, three quarters of 13 hours are later."""
    assert lead("10-12 10:00").steps("claim", "1")[0] == ("yellow", "10-13 14:15")


def test_urgent_and_danger_climb_by_the_hour() -> None:
    assert [at for _, at in lead("10-03 22:00", urgency="urgent").steps("reply", "1")] == [
        "10-04 16:00",
        "10-04 22:00",
        "10-05 00:00",
        "10-05 06:00",
        "10-05 22:00",
        "10-06 22:00",
    ]
    assert lead("10-03 22:00", urgency="danger").steps("claim", "1") == [
        ("yellow", "10-03 22:11"),
        ("red", "10-03 22:15"),
        ("urge", "10-03 22:30"),
    ]


@pytest.mark.parametrize(
    ("kind", "voice", "told"),
    [
        ("municipal", Voice.CARD, {Audience.ASSIGNED, Audience.AGENCY_HEAD}),
        ("zone", Voice.CARD, {Audience.ASSIGNED, Audience.AGENCY_HEAD}),
        ("central", Voice.LETTER, {Audience.ASSIGNED, Audience.TASK_FORCE}),
        ("counterpart", Voice.LETTER, {Audience.ASSIGNED, Audience.TASK_FORCE}),
        ("enterprise", Voice.THROUGH, {Audience.ASSIGNED, Audience.THROUGH}),
        ("association", Voice.THROUGH, {Audience.ASSIGNED, Audience.THROUGH}),
    ],
)
def test_each_kind_of_agency_is_spoken_to_in_its_own_voice(
    kind: str, voice: Voice, told: set[Audience]
) -> None:
    story = Story().registered("10-12 09:00").dispatched("10-12 10:00", agency_kind=kind)
    red = next(step for step in story.clock("reply", "1").steps if step.step is Step.RED)
    assert (red.voice, set(red.audiences)) == (voice, told)


def test_what_the_enterprise_named_as_latest_warns_four_hours_before() -> None:
    named = at("10-15 16:00").isoformat()
    steps = lead("10-12 10:00", needed_by=named).clock("reply", "1").steps
    assert [(step.step, step.ordinal, wall(step.at)) for step in steps][:2] == [
        ("yellow", 1, "10-15 12:00"),
        ("yellow", 0, "10-16 17:30"),
    ]


@pytest.mark.parametrize("named", ["10-12 11:00", "11-12 11:00"])
def test_no_warning_before_the_start_or_after_due(named: str) -> None:
    steps = lead("10-12 10:00", needed_by=at(named).isoformat()).steps("reply", "1")
    assert [step for step, _ in steps].count("yellow") == 1


def test_a_settled_clock_plans_nothing_and_a_resumed_one_plans_anew() -> None:
    story = lead("10-12 10:00")
    before = story.steps("reply", "1")
    story.tell("10-14 10:00", "held", "1", reason="material")
    assert story.steps("reply", "1") == []
    story.tell("10-15 10:00", "resumed", "1")
    assert [step for step, _ in story.steps("reply", "1")] == [step for step, _ in before]
    assert {step.due_at for step in story.clock("reply", "1").steps} == {story.clock("reply", "1").due_at}


@pytest.mark.parametrize(
    ("falls", "told"),
    [
        ("10-12 20:59", "10-12 20:59"),
        ("10-12 21:00", "10-13 08:00"),
        ("10-13 03:00", "10-13 08:00"),
        ("10-13 08:00", "10-13 08:00"),
    ],
)
def test_nobody_is_disturbed_at_night(falls: str, told: str) -> None:
    quiet = QuietHours.model_validate({"begins": "21:00", "ends": "08:00"})
    assert wall(after_quiet(quiet, office(), at(falls))) == told


def test_quiet_hours_within_a_day() -> None:
    noon = QuietHours.model_validate({"begins": "12:00", "ends": "13:30"})
    assert wall(after_quiet(noon, office(), at("10-12 12:10"))) == "10-12 13:30"
    assert wall(after_quiet(noon, office(), at("10-12 23:10"))) == "10-12 23:10"


def test_danger_is_told_at_night_urgent_in_the_morning_but_both_are_dated_when_they_fall() -> None:
    danger = lead("10-12 22:00", urgency="danger").clock("claim", "1").steps[0]
    urgent = lead("10-12 22:00", urgency="urgent").clock("claim", "1").steps[0]
    assert (wall(danger.at), wall(danger.tell_at)) == ("10-12 22:11", "10-12 22:11")
    assert (wall(urgent.at), wall(urgent.tell_at)) == ("10-12 22:22", "10-13 08:00")


def test_policies_of_the_port_cover_every_day() -> None:
    book = rulebook()
    matter = lead("10-12 10:00").clock("reply", "1").matter
    for target in book.policies[1].sorted:
        assert book.policy(
            book.current, target[0], matter.model_copy(update={"urgency": target[1]}), date(1990, 1, 1)
        )
