"""The figures of a small week, number by number, and the list behind each."""

from dataclasses import replace
from datetime import timedelta

from engine.model.figures import Count
from engine.model.words import Status
from engine.rules.figures import figures
from engine.rules.stands import stand
from tests.notifiers.week import CUSTOMS, at, ground, promise, story, told

GIVEN = told("dispatched", 2, part="lead", measure="2023-measures/28", kind="complaint", urgency="urgent")


def answer(hours, **said):
    return told("callback_answered", hours, **{"outcome": "contacted", "responded": True, **said})


def drawn(*stories, base=None):
    base = base or ground()
    return figures(replace(base, stories=[*stories] or base.stories))


def test_the_balance_and_what_it_opens():
    made, lists = drawn()
    assert {term: getattr(made.balance, term).n for term in ("opening", "new", "off", "closing")} == {
        "opening": 0,
        "new": 3,
        "off": 1,
        "closing": 2,
    }
    assert lists["ledger/off/confirmed"] == [1]
    assert lists["ledger/closing"] == [2, 3]
    assert made.attention["overdue"] == Count(n=1, key="attention/overdue")
    assert [(line.issue, line.agency) for line in made.overdue] == [(2, CUSTOMS)]


def test_rates_count_the_enterprises_that_were_reached():
    stories = [
        story(1, GIVEN, answer(30, resolved=True, satisfied=False)),
        story(2, GIVEN, answer(20, resolved=False), answer(40, resolved=True)),  # the last one counts
        story(3, GIVEN, told("callback_missed", 50)),
        story(4, GIVEN, told("callback_answered", 50, outcome="refused")),
    ]
    made, lists = drawn(*stories)
    resolved, satisfied = made.rates["resolved"], made.rates["satisfied"]
    assert (resolved.numerator.n, resolved.denominator.n) == (2, 2)
    assert {why: count.n for why, count in resolved.excluded.items()} == {
        "unreached": 1,
        "refused": 1,
        "unanswered": 0,
        "appealed": 0,
    }
    assert (satisfied.numerator.n, satisfied.denominator.n) == (0, 1)
    assert lists["rates/satisfied/without/unanswered"] == [2]


def test_a_rating_set_aside_on_appeal_is_shown_beside_the_rate():
    upheld = told("appeal_upheld", 60, round=1, answered_at=at(30).isoformat())
    stories = [
        story(1, GIVEN, answer(30, resolved=True, satisfied=False, round=1), upheld),
        story(2, GIVEN, answer(40, resolved=True, satisfied=True, round=1)),
        story(3, GIVEN, answer(20, resolved=False, round=1), upheld, answer(70, resolved=True, round=2)),
    ]
    made, lists = drawn(*stories)
    satisfied, resolved = made.rates["satisfied"], made.rates["resolved"]
    assert (satisfied.numerator.n, satisfied.denominator.n) == (1, 1)
    assert lists["rates/satisfied/without/appealed"] == [1]
    assert (resolved.numerator.n, resolved.denominator.n) == (2, 2)  # the second round's rating counts


def test_checks_that_reached_nobody_are_left_out_of_their_rate():
    found = [told("callback_checked", 50, finding=one) for one in ("confirmed", "differs", "unreached")]
    made, lists = drawn(*(story(number, GIVEN, one) for number, one in enumerate(found, 1)))
    rate = made.rates["checked_again"]
    assert (rate.numerator.n, rate.denominator.n, rate.excluded["unreached"].n) == (1, 2, 1)
    assert lists["rates/checked_again/yes"] == [1]


def test_the_clearing_rate_leaves_out_what_was_shelved_and_never_counts_the_unreached():
    base = ground()
    gone = base.movements[-1]
    unreached = [*base.movements[:-1], gone._replace(outcome="unreached")]
    rate = figures(replace(base, movements=unreached))[0].rates["cleared"]
    assert (rate.numerator.n, rate.denominator.n) == (0, 2)
    parked = [base.stories[0], story(2, GIVEN, told("shelved", 20)), base.stories[2]]
    rate = figures(replace(base, stories=parked))[0].rates["cleared"]
    assert (rate.numerator.n, rate.denominator.n, rate.excluded["shelved"].n) == (1, 1, 1)


def test_what_came_back_by_the_end_was_not_cleared():
    base = ground()
    back = base.movements[-1]._replace(movement="reopened", outcome=None, recorded_at=at(40))
    made, _ = figures(replace(base, movements=[*base.movements, back]))
    assert made.balance.closing.n == 3
    assert made.rates["cleared"].numerator.n == 0


def test_measures_chafe_where_things_went_wrong():
    stories = [
        story(1, GIVEN, told("returned", 10, part="lead"), promises=(promise(1, due=40),)),
        story(2, GIVEN, answer(30, resolved=False), told("redone", 31)),
        story(3),
    ]
    line = drawn(*stories)[0].measures[0]
    assert (line.measure, line.friction) == ("2023-measures/28", 4)
    assert (line.returned.n, line.redone.n, line.breached.n, line.unresolved.n) == (1, 1, 1, 1)


def test_an_agency_answers_for_what_it_returned_and_what_was_sent_back_to_it():
    stories = [
        story(1, GIVEN, told("returned", 10, part="lead")),
        story(2, GIVEN, told("redone", 31, part="lead")),
        story(3),
    ]
    lines = {line.agency: line for line in drawn(*stories)[0].agencies}
    assert (lines[CUSTOMS].returned.n, lines[CUSTOMS].redone.n) == (1, 1)
    assert lines[CUSTOMS].balance.moved_in.n == 2
    assert lines["-"].balance.moved_out.n == 2
    assert list(lines) == [CUSTOMS, "-"]


def test_what_was_entered_late_is_listed():
    early = told("registered", -40)._replace(recorded_at=at(1))
    late = story(1)._replace(events=(early,))
    made, lists = drawn(late, story(2), story(3))
    assert made.late["registered"].n == 1
    assert lists["late/registered"] == [1]


def test_an_opening_that_differs_from_the_reported_closing_is_named():
    made, lists = figures(replace(ground(), closing_before=[8]))
    assert (made.unreconciled.n, lists["unreconciled"]) == (1, [8])
    assert figures(replace(ground(), closing_before=None))[0].unreconciled.n == 0


def test_an_empty_week_has_figures_too():
    made, lists = figures(replace(ground(), movements=[], stories=[], commons=[]))
    assert made.balance.closing.n == 0
    assert made.rates["resolved"].value is None
    assert made.kept == () and made.agencies == ()
    assert not any(lists.values())


def test_the_kind_is_what_routing_or_a_person_made_of_it():
    routed = story(1, told("routed", 1.5, kind="complaint", urgency="danger"))
    assert (stand(routed).kind, stand(routed).urgency) == ("complaint", "danger")
    returned = story(1, GIVEN, told("claimed", 3, part="lead"), told("returned", 4, part="lead"))
    assert stand(returned).status is Status.DISPUTED
    rejected = returned._replace(events=(*returned.events, told("return_rejected", 5, part="lead")))
    assert stand(rejected).status is Status.CLAIMED


def test_what_is_due_within_the_next_days_is_told_apart_from_what_is_late():
    end = ground().period.end
    soon = promise(1, due=168 + 20)
    assert end + timedelta(hours=20) == soon.due_at
    made, lists = drawn(story(1, GIVEN, promises=(soon,)), story(2, GIVEN), story(3))
    assert (made.attention["overdue"].n, lists["attention/soon"]) == (0, [1])
