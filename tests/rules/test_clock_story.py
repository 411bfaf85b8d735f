"""Lives of clocks, with dates: DESIGN D6, D7 and §5 as stories. October 2026: 10-10 is a make-up Saturday."""

from datetime import UTC

import pytest

from engine.model.policy import Policies
from engine.model.words import ClockState
from engine.rules.clocks import replay
from engine.rules.rulebook import NoPolicy
from engine.rules.whatif import under
from tests.rules.time_story import Story, at, lead, rulebook, wall


def test_a_promise_starts_at_dispatch_and_claiming_has_a_clock_of_its_own() -> None:
    story = lead("10-12 10:00")
    assert story.due("reply", "1") == "10-19 17:30"
    assert story.due("claim", "1") == "10-13 17:30"
    story.tell("10-16 09:00", "claimed", "1")
    assert story.clock("claim", "1").breached
    assert story.due("reply", "1") == "10-19 17:30"  # claiming late gained nothing


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("consult", "10-14"),
        ("help", "10-19"),
        ("complaint", "10-26"),
        ("suggestion", "10-26"),
        ("tip_off", "11-02"),
    ],
)
def test_the_kind_decides_the_promise(kind: str, due: str) -> None:
    assert lead("10-12 10:00", kind=kind).due("reply", "1") == f"{due} 17:30"


@pytest.mark.parametrize(
    ("urgency", "claim", "reply"),
    [("danger", "10-03 22:25", "10-04 02:10"), ("urgent", "10-03 22:40", "10-04 22:10")],
)
def test_danger_and_urgent_run_round_the_clock(urgency: str, claim: str, reply: str) -> None:
    story = lead("10-03 22:10", urgency=urgency)
    assert (story.due("claim", "1"), story.due("reply", "1")) == (claim, reply)


def test_triage_does_not_stop_the_dispatch_clock() -> None:
    story = Story().registered("10-12 09:00")
    story.tell("10-12 09:05", "triaged")
    assert story.due("dispatch") == "10-12 14:30"  # 240 minutes of worktime
    story.dispatched("10-12 16:00")
    assert story.clock("dispatch").breached


@pytest.mark.parametrize("kind", ["dispatched", "answered", "joined", "dismissed"])
def test_the_dispatch_clock_is_met_by_whatever_takes_the_issue_on(kind: str) -> None:
    story = Story().registered("10-12 09:00")
    if kind == "dispatched":
        story.dispatched("10-12 10:00")
    else:
        story.tell("10-12 10:00", kind)
    clock = story.clock("dispatch")
    assert clock.state is ClockState.MET and wall(clock.met_at) == "10-12 10:00" and not clock.steps


def test_a_sheet_entered_days_later_counts_from_its_true_time_but_no_agency_before_it_was_told() -> None:
    story = Story().registered("10-08 10:00", recorded="10-12 10:00")
    assert story.due("dispatch") == "10-08 15:30"
    assert story.steps("dispatch") == [
        ("urge", "10-12 10:00")
    ]  # of the steps it missed the highest falls at once
    story.dispatched("10-08 10:00", recorded="10-12 11:00")
    assert wall(story.clock("reply", "1").started_at) == "10-12 11:00"
    assert story.due("reply", "1") == "10-19 17:30"


def test_a_support_is_due_one_workday_before_its_lead_and_never_later() -> None:
    story = lead("10-12 10:00").dispatched("10-12 10:00", "2", "support")
    assert story.due("reply", "2") == "10-16 17:30"
    assert not any(key.target == "first_contact" and key.assignment == "2" for key in story.clocks)
    story.dispatched("10-16 09:00", "3", "support")  # added late: one workday before the lead is still ahead
    assert story.due("reply", "3") == "10-16 17:30"
    story.dispatched("10-17 09:00", "4", "support")
    assert story.due("reply", "4") == "10-19 17:30"
    story.dispatched("10-20 09:00", "5", "support")  # the lead is late already: the floor
    assert story.due("reply", "5") == "10-22 17:30"


def test_silence_accepts_when_the_return_window_ends() -> None:
    story = lead("10-12 10:00")
    window = story.clock("return", "1")
    assert [(step.step, wall(step.at), step.by_verb) for step in window.steps] == [
        ("lapse", "10-13 17:30", True)
    ]
    story.tell("10-13 17:30", "accepted", "1")
    assert story.clock("return", "1").state is ClockState.MET and not story.clock("return", "1").breached


def test_a_complex_matter_may_be_returned_for_two_workdays() -> None:
    assert lead("10-12 10:00", complex=True).due("return", "1") == "10-14 17:30"


def test_a_designated_assignment_cannot_be_returned() -> None:
    story = lead("10-12 10:00", binding=True)
    assert not any(key.target == "return" for key in story.clocks)


def test_a_return_stops_no_clock_unless_it_is_upheld() -> None:
    story = lead("10-12 10:00")
    story.tell("10-12 15:00", "returned", "1", basis="三定规定")
    assert story.clock("reply", "1").state is ClockState.RUNNING
    assert story.due("arbitrate", "1") == "10-13 17:30"
    assert story.clock("claim", "1").state is ClockState.MET  # a written return acknowledges the assignment
    story.tell("10-13 09:30", "return_rejected", "1")
    assert story.due("reply", "1") == "10-19 17:30"
    assert story.clock("arbitrate", "1").state is ClockState.MET


def test_an_upheld_return_calls_the_clocks_off_and_a_new_lead_gets_new_ones() -> None:
    story = lead("10-12 10:00").dispatched("10-12 10:00", "2", "support")
    story.tell("10-12 15:00", "returned", "1")
    story.tell("10-13 09:30", "return_upheld", "1")
    assert story.clock("reply", "1").state is ClockState.CANCELLED
    assert story.clock("reply", "2").state is ClockState.RUNNING
    assert story.due("dispatch", None, 2) == "10-13 15:00"  # never a moment without a clock
    story.dispatched("10-13 10:00", "3")
    assert story.clock("dispatch", None, 2).state is ClockState.MET
    assert story.due("reply", "3") == "10-20 17:30"


def test_a_support_s_upheld_return_leaves_the_lead_alone() -> None:
    story = lead("10-12 10:00").dispatched("10-12 10:00", "2", "support")
    story.tell("10-12 15:00", "returned", "2")
    story.tell("10-13 09:30", "return_upheld", "2")
    assert story.clock("reply", "1").state is ClockState.RUNNING
    assert not any(key.target == "dispatch" and key.ordinal == 2 for key in story.clocks)


def test_a_hold_stops_the_clock_for_whole_days_and_has_a_longest_time() -> None:
    story = lead("10-12 10:00")
    story.tell("10-13 11:00", "held", "1", reason="material")
    assert story.clock("reply", "1").state is ClockState.PAUSED and story.due("reply", "1") == "-"
    assert story.due("hold", "1") == "10-20 17:30"
    assert [step for step, _ in story.steps("hold", "1")] == ["yellow", "lapse"]
    story.tell("10-15 11:00", "resumed", "1")
    assert story.due("reply", "1") == "10-21 17:30"  # 13 and 14 October ended while it stood
    assert story.clock("hold", "1").state is ClockState.MET and not story.clock("hold", "1").breached
    story.tell("10-15 12:00", "held", "1", reason="third_party")
    assert story.due("hold", "1", 2) == "11-05 17:30"


def test_a_hold_may_name_an_earlier_end() -> None:
    story = lead("10-12 10:00")
    story.tell("10-13 11:00", "held", "1", reason="superior", until=at("10-14 12:00").isoformat())
    assert story.due("hold", "1") == "10-14 12:00"


def test_a_support_s_hold_touches_only_that_support() -> None:
    story = lead("10-12 10:00").dispatched("10-12 10:00", "2", "support")
    changed = story.tell("10-13 11:00", "held", "2", reason="material")
    assert {clock.assignment for clock in changed} == {"2"}


def test_a_hold_does_not_wash_a_breach_away() -> None:
    story = lead("10-12 10:00")
    story.tell("10-21 10:00", "held", "1", reason="material")
    assert story.clock("reply", "1").breached
    story.tell("10-22 10:00", "resumed", "1")
    assert at("10-22 10:00") > (
        story.clock("reply", "1").due_at or at("12-31 00:00")
    )  # still late, by as much
    assert all(wall(step.at) > "10-22" for step in story.clock("reply", "1").steps)  # no step twice


def test_an_extension_moves_the_due_time() -> None:
    story = lead("10-12 10:00")
    story.tell("10-14 10:00", "extension_asked", "1")
    assert story.due("reply", "1") == "10-19 17:30"
    story.tell("10-15 10:00", "extended", "1", workdays=3)
    assert story.due("reply", "1") == "10-22 17:30" and story.clock("reply", "1").extended == 3


def test_an_extension_granted_during_a_hold_counts_when_it_ends() -> None:
    story = lead("10-12 10:00")
    story.tell("10-13 11:00", "held", "1", reason="material")
    story.tell("10-14 11:00", "extended", "1", workdays=3)
    story.tell("10-15 11:00", "resumed", "1")
    assert story.due("reply", "1") == "10-26 17:30"


def test_a_hard_matter_gets_the_longer_promise_and_its_supports_with_it() -> None:
    story = lead("10-12 10:00").dispatched("10-12 10:00", "2", "support")
    story.tell("10-14 10:00", "hard_marked")
    assert (story.due("reply", "1"), story.due("reply", "2")) == ("11-02 17:30", "10-30 17:30")
    assert story.clock("reply", "1").policy == "reply-hard"


def test_a_hard_mark_never_turns_hours_into_days() -> None:
    story = lead("10-12 10:00", urgency="urgent")
    story.tell("10-12 11:00", "hard_marked")
    assert story.due("reply", "1") == "10-13 10:00"


def test_a_reply_is_not_a_clearance_the_old_clock_goes_on_after_a_redo() -> None:
    story = lead("10-12 10:00")
    story.tell("10-14 11:00", "replied", "1")
    assert story.clock("reply", "1").state is ClockState.MET
    assert story.due("callback") == "10-15 17:30"
    story.tell("10-15 10:00", "callback_answered", outcome="contacted", resolved=False)
    assert story.due("arbitrate", None) == "10-16 17:30"  # is it curable? somebody is waiting
    story.tell("10-15 15:00", "judged")
    story.tell("10-15 15:00", "redone", "1")
    clock = story.clock("reply", "1")
    assert clock.state is ClockState.RUNNING and clock.round == 2
    assert story.due("reply", "1") == "10-20 17:30"  # four closings were left on the 14th
    assert story.due("claim", "1", 2) == "10-16 17:30"
    assert story.clock("arbitrate", None).state is ClockState.MET


def test_a_redo_leaves_at_least_the_floor_and_the_breach_stays() -> None:
    story = lead("10-12 10:00")
    story.tell("10-21 10:00", "replied", "1")
    assert story.clock("reply", "1").breached
    story.tell("10-22 10:00", "redone", "1")
    assert story.due("reply", "1") == "10-26 17:30"
    story.tell("10-23 10:00", "replied", "1")
    assert [breach.round for breach in story.clock("reply", "1").breaches] == [1]


def test_the_floor_of_an_urgent_matter_is_two_hours() -> None:
    story = lead("10-12 10:00", urgency="urgent")
    story.tell("10-13 09:50", "replied", "1")
    story.tell("10-13 20:00", "redone", "1")
    assert story.due("reply", "1") == "10-13 22:00"


def test_a_reopened_issue_follows_the_same_rule() -> None:
    story = lead("10-12 10:00")
    story.tell("10-13 11:00", "replied", "1")
    story.tell("10-14 11:00", "callback_answered", resolved=True)
    story.tell("10-14 11:00", "cleared")
    assert not any(clock.open for clock in story.clocks.values())
    story.tell("10-20 11:00", "reopened", "1")
    assert story.due("reply", "1") == "10-26 17:30" and story.clock("reply", "1").round == 2


def test_each_attempt_of_a_callback_promises_the_next() -> None:
    story = lead("10-12 10:00")
    story.tell("10-14 11:00", "replied", "1")
    story.tell("10-15 09:30", "callback_tried")
    assert story.clock("callback").state is ClockState.MET and story.due("callback", None, 2) == "10-16 17:30"
    story.tell("10-16 14:00", "callback_tried")
    story.tell("10-19 10:00", "callback_missed")
    assert not any(clock.open for clock in story.clocks.values() if clock.target == "callback")


def test_shelving_stands_everything_still_until_the_review() -> None:
    story = lead("10-12 10:00").dispatched("10-12 10:00", "2", "support")
    story.tell("10-13 10:00", "held", "1", reason="material")
    story.tell("10-14 10:00", "shelved", review_at=at("11-16 09:00").isoformat())
    assert story.due("review") == "11-16 09:00"
    assert [key.text for key, clock in story.clocks.items() if clock.state is ClockState.RUNNING] == [
        "review/-/1"
    ]
    story.tell("11-16 10:00", "unshelved")
    assert story.due("reply", "1") == "11-20 17:30"  # five were left on 13 October
    assert story.due("reply", "2") == "11-18 17:30"  # three were left on the 14th
    assert story.clock("hold", "1").state is ClockState.MET


@pytest.mark.parametrize("kind", ["joined", "dismissed", "cleared"])
def test_an_issue_off_the_ledger_has_no_running_clock(kind: str) -> None:
    story = lead("10-12 10:00").dispatched("10-12 10:00", "2", "support")
    story.tell("10-13 10:00", "held", "2", reason="material")
    story.tell("10-14 10:00", kind)
    assert not any(clock.open or clock.steps for clock in story.clocks.values())


def test_a_contested_dismissal_must_be_dispatched_again() -> None:
    story = Story().registered("10-12 09:00")
    story.tell("10-12 10:00", "dismissed")
    story.tell("10-13 09:00", "contested")
    assert story.due("dispatch", None, 2) == "10-13 14:30"


def test_a_withdrawn_assignment_keeps_no_clock() -> None:
    story = lead("10-12 10:00")
    story.tell("10-13 10:00", "withdrawn", "1")
    assert not any(clock.open for clock in story.clocks.values() if clock.assignment == "1")


def test_a_forward_inside_the_agency_and_other_words_leave_clocks_alone() -> None:
    story = lead("10-12 10:00")
    for kind in ("started", "commented", "material_added", "urged", "supervised", "stepped", "routed"):
        assert story.tell("10-13 10:00", kind, "1") == ()


def test_replay_finds_what_the_verbs_found() -> None:
    story = lead("10-12 10:00").dispatched("10-12 10:00", "2", "support")
    story.tell("10-13 10:00", "held", "1", reason="material")
    story.tell("10-15 10:00", "resumed", "1")
    story.tell("10-16 10:00", "replied", "2")
    story.tell("10-21 10:00", "replied", "1")
    story.tell("10-22 10:00", "redone", "1")
    assert replay(reversed(story.history), story.book) == story.clocks


def test_history_that_no_policy_covers_is_refused() -> None:
    story = Story(under(rulebook(), Policies(policies=())))
    with pytest.raises(NoPolicy, match="dispatch"):
        story.registered("10-12 09:00")


def test_a_clock_is_the_same_whatever_zone_its_events_are_written_in() -> None:
    here, there = lead("10-12 10:00"), Story()
    for what in here.history:
        there.tell(what.at.astimezone(UTC), what.kind, what.assignment, **what.data)
    assert there.clocks == here.clocks
