"""回访抽查: a share is drawn by the same lot every time, and looked at by somebody who had no part in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from engine.actions.check_callback import check_callback
from engine.errors import Conflict, Forbidden, Invalid
from engine.model.reply import QualityCheck
from engine.model.words import CheckOutcome, Role
from engine.rules.sampling import drawn
from tests.actions.feedback import GLAD, rated
from tests.world import CUSTOMS, World

REFERENCES = [f"QL-261013-{number:06d}" for number in range(20_000)]


def test_the_share_that_is_drawn_is_the_share_that_was_asked_for() -> None:
    picked = [one for one in REFERENCES if drawn(one, 1, 0.1)]
    assert 0.09 < len(picked) / len(REFERENCES) < 0.11
    assert not any(drawn(one, 1, 0.0) for one in REFERENCES[:1000])
    assert all(drawn(one, 1, 1.0) for one in REFERENCES[:1000])


@given(st.sampled_from(REFERENCES), st.integers(0, 5), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_draws_the_same_and_more(reference: str, round: int, one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert drawn(reference, round, large) or not drawn(reference, round, small)


async def open_checks(world: World) -> list[QualityCheck]:
    return await world.rows(select(QualityCheck).where(QualityCheck.outcome == ""))


async def test_a_callback_is_checked_by_somebody_else_and_a_difference_is_told(world: World) -> None:
    world.rules = replace(world.rules, check_share=1.0)
    caller = world.operator()
    issue, _ = await rated(world, GLAD, by=caller)
    (check,) = await open_checks(world)
    assert (check.issue_id, check.round, check.of_person) == (issue.id, 1, caller.person_id)
    for refused in (caller, world.handler(CUSTOMS)):
        with pytest.raises(Forbidden):
            await world.do(check_callback, check.id, outcome=CheckOutcome.CONFIRMED, by=refused)
    arbitrator = world.who(Role.ARBITRATOR)
    with pytest.raises(Invalid):
        await world.do(check_callback, check.id, outcome=CheckOutcome.DIFFERS, by=arbitrator)
    note = "企业称没有接到过回访电话。"
    await world.do(check_callback, check.id, outcome=CheckOutcome.DIFFERS, note=note, by=arbitrator)
    assert ("check_differed", "arbitrators") in await world.notices(issue)
    assert (await world.history(issue))[-1] == "callback_checked"
    assert await open_checks(world) == []
    with pytest.raises(Conflict):
        await world.do(check_callback, check.id, outcome=CheckOutcome.CONFIRMED, by=arbitrator)


async def test_nothing_is_drawn_where_the_installation_wants_no_checks(world: World) -> None:
    world.rules = replace(world.rules, check_share=0.0)
    await rated(world, GLAD)
    assert await open_checks(world) == []
