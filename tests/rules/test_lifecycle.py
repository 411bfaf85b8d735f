"""The move tables: every state is reachable, every illegal move is refused before anything is written."""

from collections.abc import Mapping
from itertools import product

import pytest

from engine.errors import IllegalMove
from engine.model.words import Stage, Status, Verb
from engine.rules.lifecycle import ASSIGNMENT, CLOSED, FOLLOWS, ISSUE, OPEN, S, after, possible


def reachable(moves: Mapping[Verb, Mapping[S, S]], start: S) -> set[S]:
    """The states that some order of verbs leads to."""
    seen, todo = {start}, [start]
    while todo:
        state = todo.pop()
        for table in moves.values():
            if state in table and table[state] not in seen:
                seen.add(table[state])
                todo.append(table[state])
    return seen


def test_every_status_is_reached_from_registered() -> None:
    assert reachable(ISSUE, Status.REGISTERED) == set(Status)


def test_every_stage_is_reached_from_assigned() -> None:
    assert reachable(ASSIGNMENT, Stage.ASSIGNED) == set(Stage)


def test_open_and_closed_divide_the_statuses() -> None:
    assert set(Status) == OPEN | CLOSED
    assert not OPEN & CLOSED


def test_only_what_was_joined_has_no_way_on() -> None:
    assert {status for status in Status if not possible(ISSUE, status)} == {Status.JOINED}


@pytest.mark.parametrize(("status", "verb"), list(product(Status, Verb)))
def test_a_move_is_in_the_table_or_refused_with_the_ways_in(status: Status, verb: Verb) -> None:
    if status in ISSUE.get(verb, {}):
        assert after(ISSUE, status, verb) in Status
        return
    with pytest.raises(IllegalMove) as refused:
        after(ISSUE, status, verb)
    assert refused.value.facts["at"] == status.value
    assert refused.value.facts["allowed"] == sorted(one.value for one in ISSUE.get(verb, {}))


def test_a_lead_s_move_and_its_issue_s_agree() -> None:
    shared = set(ASSIGNMENT) & set(ISSUE)
    for verb in shared - {Verb.RULE, Verb.REDO, Verb.REOPEN}:
        for stage, to in ASSIGNMENT[verb].items():
            assert after(ISSUE, FOLLOWS[stage], verb) == FOLLOWS[to], verb


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        (Status.REGISTERED, Verb.CLAIM),
        (Status.ASSIGNED, Verb.REPLY),
        (Status.HELD, Verb.RETURN),
        (Status.CLEARED, Verb.REDO),
        (Status.REPLIED, Verb.REOPEN),
        (Status.DISMISSED, Verb.ASSIGN),
    ],
)
def test_moves_that_agencies_have_tried(status: Status, verb: Verb) -> None:
    with pytest.raises(IllegalMove):
        after(ISSUE, status, verb)
