"""Whatever happens to an issue, in whatever order: replay agrees, standing clocks plan nothing, the sum explains due."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from engine.model.promise import Clock
from engine.model.words import ClockState, Target, Unit
from engine.rules import worktime
from engine.rules.clock_moves import counted_from
from engine.rules.clocks import replay
from engine.rules.explain import explain
from tests.rules.time_story import Story, at, office, rulebook

MOVES: dict[str, dict[str, Any]] = {
    "claimed": {},
    "contacted": {},
    "held": {"reason": "material"},
    "resumed": {},
    "returned": {},
    "return_rejected": {},
    "accepted": {},
    "extended": {"workdays": 3},
    "hard_marked": {},
    "replied": {},
    "redone": {},
    "reopened": {},
    "shelved": {"review_at": "2026-09-01T09:00:00+08:00"},
    "unshelved": {},
    "callback_tried": {},
    "callback_answered": {"resolved": False},
    "judged": {},
    "urged": {},
    "withdrawn": {},
    "cleared": {},
}
ISSUE_WIDE = {
    "hard_marked",
    "shelved",
    "unshelved",
    "callback_tried",
    "callback_answered",
    "judged",
    "cleared",
}
happenings = some.lists(
    some.tuples(
        some.sampled_from(sorted(MOVES)),
        some.sampled_from(["1", "2"]),
        some.integers(0, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    ),
    max_size=14,
)


def told(urgency: str, happened: list[tuple[str, str, timedelta]]) -> Story:
    """A lead, a support, and then whatever happens."""
    story = Story(urgency=urgency).registered("03-09 09:00")
    story.dispatched("03-09 10:00").dispatched("03-09 10:00", "2", "support")
    moment: datetime = at("03-09 10:00")
    for kind, assignment, later in happened:
        moment += later
        story.tell(moment, kind, None if kind in ISSUE_WIDE else assignment, **MOVES[kind])
    return story


@settings(max_examples=150, deadline=None)
@given(some.sampled_from(["danger", "urgent", "normal"]), happenings)
def test_replay_finds_what_the_verbs_found(urgency: str, happened: list[tuple[str, str, timedelta]]) -> None:
    story = told(urgency, happened)
    assert replay(story.history, rulebook()) == story.clocks


@settings(max_examples=150, deadline=None)
@given(some.sampled_from(["danger", "urgent", "normal"]), happenings)
def test_every_clock_is_sound(urgency: str, happened: list[tuple[str, str, timedelta]]) -> None:
    for clock in told(urgency, happened).clocks.values():
        sound(clock)


def sound(clock: Clock) -> None:
    """What must hold of any clock."""
    if clock.state is ClockState.RUNNING:
        assert clock.due_at is not None and clock.met_at is None and clock.paused_at is None
        calendar = rulebook().calendar_of(clock.book, clock.calendar)
        assert (
            worktime.due(calendar, counted_from(clock, clock.since, calendar), clock.left, clock.unit)
            == clock.due_at
        )
        assert all(step.due_at == clock.due_at for step in clock.steps)
        assert len({(step.step, step.ordinal) for step in clock.steps}) == len(clock.steps)
        assert [step.at for step in clock.steps] == sorted(step.at for step in clock.steps)
    else:
        assert clock.steps == ()
    if clock.state is ClockState.PAUSED:
        assert clock.due_at is None and clock.paused_at is not None
    assert len({breach.round for breach in clock.breaches}) == len(clock.breaches)
    assert Clock.model_validate(clock.model_dump(mode="json")) == clock


@settings(max_examples=150, deadline=None)
@given(happenings)
def test_the_sum_day_by_day_is_what_was_granted(happened: list[tuple[str, str, timedelta]]) -> None:
    """Counted days and what is left make the promise, its extensions and what floors and hard marks added."""
    story = told("normal", happened)
    for key, clock in story.clocks.items():
        explained = explain(story.history, key, story.book)
        assert explained is not None and explained.clock == clock
        afterwards = (
            clock.matter.hard and clock.state is ClockState.MET
        )  # marked hard when the reply was given already
        apart = clock.part == "support" and clock.target is Target.REPLY  # due by the lead's
        if clock.unit is not Unit.WORKDAYS or clock.state is ClockState.CANCELLED or afterwards or apart:
            continue
        if not clock.breaches and clock.round == 1:
            assert explained.granted == clock.amount + clock.extended, key.text


@settings(max_examples=100, deadline=None)
@given(some.integers(0, 4 * 24 * 60), some.integers(0, 10 * 24 * 60))
def test_a_hold_moves_due_by_the_workdays_that_ended_in_it(before: int, length: int) -> None:
    begins = at("03-09 10:00") + timedelta(minutes=before)
    ends = begins + timedelta(minutes=length)
    story = told("normal", [])
    due = story.clock("reply", "1").due_at
    assert due is not None
    if begins >= due:
        return
    story.tell(begins, "held", "1", reason="material")
    story.tell(ends, "resumed", "1")
    counted = worktime.next_day(office(), at("03-09 10:00"))  # the day it began is not counted, held or not
    stood = worktime.left(office(), max(begins, counted), max(ends, counted), Unit.WORKDAYS)
    moved = story.clock("reply", "1").due_at
    assert moved is not None and worktime.between(office(), due, moved, Unit.WORKDAYS) == stood
