"""The arithmetic of the ledger holds whatever happens, in whole and in every part."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from engine.model.figures import Movement, Standing
from engine.model.words import Outcome
from engine.rules.balances import Division, standing_after, tallies

AGENCIES = (None, "customs", "port", "tax")
NOON = datetime(2026, 11, 9, 4, tzinfo=UTC)


def move(issue, what, agency=None, before=None, outcome=None):
    return Movement(issue, what, outcome, "hotline", agency, None, before, None, NOON)


@st.composite
def ledgers(draw):
    """A legal sequence: issues come, go to agencies, go off, come back."""
    moves = []
    stood: dict[int, str | None] = {}
    gone: dict[int, str | None] = {}
    for number in range(draw(st.integers(0, 40))):
        choice = draw(st.sampled_from(["new", "moved", "off", "reopened"]))
        if choice == "new":
            stood[number] = None
            moves.append(move(number, "new"))
        elif choice == "reopened" and gone:
            issue = draw(st.sampled_from(sorted(gone)))
            stood[issue] = gone.pop(issue)
            moves.append(move(issue, "reopened", stood[issue]))
        elif stood and choice in ("moved", "off"):
            issue = draw(st.sampled_from(sorted(stood)))
            if choice == "moved":
                before, stood[issue] = stood[issue], draw(st.sampled_from(AGENCIES))
                moves.append(move(issue, "moved", stood[issue], before))
            else:
                gone[issue] = stood.pop(issue)
                outcome = draw(st.sampled_from([one.value for one in Outcome]))
                moves.append(move(issue, "off", gone[issue], outcome=outcome))
    return moves


@given(ledgers(), st.data())
def test_every_period_balances_in_whole_and_by_every_division(moves, data):
    cut = data.draw(st.integers(0, len(moves)))
    opening = standing_after([], moves[:cut])
    for division in Division:
        parts = tallies(opening, moves[cut:], division)
        assert all(part.difference == 0 for part in parts.values())
        assert sum(len(part.moved_in) - len(part.moved_out) for part in parts.values()) == 0
    closing = {one.issue for one in standing_after(opening, moves[cut:])}
    total = tallies(opening, moves[cut:])
    assert {issue for part in total.values() for issue in part.closing} == closing


@given(ledgers(), st.data())
def test_one_period_closes_as_the_next_opens(moves, data):
    first, second = sorted(data.draw(st.tuples(*[st.integers(0, len(moves))] * 2)))
    halfway = standing_after(standing_after([], moves[:first]), moves[first:second])
    assert halfway == standing_after([], moves[:second])


@given(ledgers())
def test_the_parts_add_up_to_the_whole(moves):
    whole = tallies([], moves).get(Division.TOTAL)
    by_agency = tallies([], moves, Division.AGENCY).values()
    for term in ("new", "reopened", "all_off", "closing"):
        parts = sorted(issue for part in by_agency for issue in getattr(part, term))
        assert parts == sorted(getattr(whole, term) if whole else [])


def test_a_move_within_a_part_moves_nothing():
    opening = [Standing(1, "hotline", "customs", None)]
    within = Movement(1, "moved", None, "hotline", "customs", "2023/2", "customs", "2023/1", NOON)
    part = tallies(opening, [within], Division.AGENCY)["customs"]
    assert (part.moved_in, part.moved_out, part.closing) == ([], [], [1])
