"""评价复核: who may dispute a rating, until when, who decides, and what it does to the figures."""

import pytest
from sqlmodel import select

from engine.actions.appeal import appeal, decide_appeal
from engine.actions.draw_summary import draw_summary
from engine.actions.prove_summaries import prove
from engine.errors import Conflict, Forbidden, Invalid, NotFound, WindowClosed
from engine.model.reply import Callback
from engine.model.words import Role
from tests.actions.feedback import GLAD, SOLVED_BUT_SLOW, rated
from tests.world import COMMERCE, CUSTOMS, World, instant

BASIS = "企业评价的是上一家单位的办理时间，附签收记录。"


def judge_of(world: World) -> object:
    """A member of the task force who is no party."""
    return next(
        one for one in world.people.values() if one.role is Role.TASK_FORCE and one.agency not in (CUSTOMS,)
    )


async def test_an_upheld_appeal_leaves_the_rating_out_and_the_words_as_they_were(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:00")
    issue, rating = await rated(world, SOLVED_BUT_SLOW)
    await rated(world, GLAD, enterprise="天津启明木业有限公司")
    world.is_now("Thu 2026-10-15 10:00")
    asked = await world.do(appeal, rating, basis=BASIS, by=world.handler(CUSTOMS))
    assert ("appealed", "task_force") in await world.notices(issue)
    world.is_now("Fri 2026-10-16 10:00")
    await world.do(decide_appeal, asked.id, granted=True, decision="情况属实。", by=judge_of(world))
    assert ("appeal_decided", "lead") in await world.notices(issue)
    assert (await world.history(issue))[-2:] == ["appealed", "appeal_upheld"]
    (kept,) = await world.rows(select(Callback).where(Callback.id == rating))
    assert (kept.satisfied, kept.reason) == (False, SOLVED_BUT_SLOW.reason)
    async with world.database.transaction() as session:
        drawn = await draw_summary(
            session, week="2026-W42", now=instant("Mon 2026-10-19 08:30"), rules=world.rules
        )
        assert (await prove(session, "2026-W42", rules=world.rules)).faults == ()
    rate = drawn.figures["rates"]["satisfied"]
    assert (rate["numerator"]["n"], rate["denominator"]["n"], rate["excluded"]["appealed"]["n"]) == (1, 1, 1)
    assert drawn.lists["rates/satisfied/without/appealed"] == [issue.id]


async def test_an_appeal_decided_after_the_week_was_reported_is_a_late_change(world: World) -> None:
    world.is_now("Thu 2026-10-15 09:00")
    issue, rating = await rated(world, SOLVED_BUT_SLOW)
    asked = await world.do(appeal, rating, basis=BASIS, by=world.handler(CUSTOMS))
    world.is_now("Tue 2026-10-20 10:00")
    await world.do(decide_appeal, asked.id, granted=True, decision="情况属实。", by=judge_of(world))
    async with world.database.transaction() as session:
        now = instant("Mon 2026-10-26 08:30")
        first = await draw_summary(session, week="2026-W42", now=now, rules=world.rules)
        then = await draw_summary(session, week="2026-W43", now=now, rules=world.rules)
    assert first.figures["rates"]["satisfied"]["denominator"]["n"] == 1
    assert then.figures["attention"]["appeal_upheld"]["n"] == 1
    assert then.lists["late/appealed"] == [issue.id]


async def test_who_may_ask_and_who_may_decide(world: World) -> None:
    caller = world.operator()
    issue, rating = await rated(world, SOLVED_BUT_SLOW, by=caller)
    with pytest.raises(Invalid):
        await world.do(appeal, rating, basis=" ", by=world.handler(CUSTOMS))
    with pytest.raises(NotFound):  # what an agency has no part in does not exist for it
        await world.do(appeal, rating, basis=BASIS, by=world.handler(COMMERCE))
    with pytest.raises(Forbidden):
        await world.do(appeal, rating, basis=BASIS, by=caller)
    asked = await world.do(appeal, rating, basis=BASIS, by=world.handler(CUSTOMS))
    party = next(
        one for one in world.people.values() if one.role is Role.TASK_FORCE and one.agency == CUSTOMS
    )
    for refused in (world.handler(CUSTOMS), caller, world.who(Role.ARBITRATOR), party):
        with pytest.raises(Forbidden):
            await world.do(decide_appeal, asked.id, granted=True, decision="同意", by=refused)
    await world.do(decide_appeal, asked.id, granted=False, decision="企业所述属实。", by=judge_of(world))
    assert (await world.history(issue))[-1] == "appeal_rejected"
    with pytest.raises(Conflict):
        await world.do(decide_appeal, asked.id, granted=True, decision="再议", by=judge_of(world))
    with pytest.raises(Conflict, match="appealed before"):
        await world.do(appeal, rating, basis=BASIS, by=world.handler(CUSTOMS))


async def test_a_good_rating_is_not_disputed_and_a_bad_one_only_for_three_workdays(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:00")
    _, good = await rated(world, GLAD)
    _, bad = await rated(world, SOLVED_BUT_SLOW, enterprise="天津启明木业有限公司")
    with pytest.raises(Conflict, match="nothing to appeal"):
        await world.do(appeal, good, basis=BASIS, by=world.handler(CUSTOMS))
    world.is_now("Mon 2026-10-19 09:00")
    with pytest.raises(WindowClosed):
        await world.do(appeal, bad, basis=BASIS, by=world.handler(CUSTOMS))
