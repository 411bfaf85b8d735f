"""Whole lives of issues, with dates for headings."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import col, select

from engine.actions.assign import assign
from engine.actions.callbacks import answer_callback, invite, miss, try_callback
from engine.actions.claim import claim
from engine.actions.close import clear, judge, reopen
from engine.actions.dismiss import contest, dismiss, join
from engine.actions.give_back import give_back
from engine.actions.lapse import lapse
from engine.actions.progress import contact, hold, resume, start
from engine.actions.reply import reply
from engine.actions.requests import ask_extension, decide_extension
from engine.actions.rule import designate, reject_return, uphold_return
from engine.errors import Conflict, Forbidden, IllegalMove, NotFound, WindowClosed
from engine.model.assignment import Assignment
from engine.model.clock import ClockRow
from engine.model.issue import Issue
from engine.model.words import CallbackOutcome, DismissReason, HoldReason, Role, Target
from engine.rules.closeout import Answer
from tests.world import COMMERCE, CUSTOMS, PORT, TAX, World, instant

GLAD = Answer(CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=True)
STILL = Answer(
    CallbackOutcome.CONTACTED, responded=True, resolved=False, satisfied=False, reason="货还是提不出来"
)
BASIS = "依据权责清单第12项，该事项不属我单位职责。"


async def dispatched(
    world: World, lead: str = CUSTOMS, supports: Sequence[str] = ()
) -> tuple[Issue, Assignment]:
    issue = await world.report()
    await world.do(assign, issue.id, lead=lead, supports=supports, by=world.who(Role.ARBITRATOR))
    return issue, await world.lead(issue)


async def answered(world: World, lead: str = CUSTOMS) -> tuple[Issue, Assignment]:
    issue, one = await dispatched(world, lead)
    handler = world.handler(lead)
    await world.do(claim, one.id, by=handler)
    await world.do(start, one.id, by=handler)
    await world.do(reply, one.id, text="已协调码头安排提离。", by=handler)
    return issue, one


async def test_a_problem_is_cleared_when_the_enterprise_says_so(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, one = await dispatched(world, supports=(PORT,))
    customs, port = world.handler(CUSTOMS), world.handler(PORT)

    world.is_now("Tue 2026-10-13 10:00")
    await world.do(claim, one.id, by=customs)
    await world.do(contact, one.id, note="已电话联系", by=customs)
    await world.do(start, one.id, by=customs)

    world.is_now("Wed 2026-10-14 15:00")
    support = next(row for row in await world.assignments(issue) if row.part == "support")
    with pytest.raises(Conflict) as refused:
        await world.do(reply, one.id, text="已安排提离", by=customs)
    assert refused.value.facts["waiting"] == [PORT]
    await world.do(claim, support.id, by=port)
    await world.do(reply, support.id, text="已插电保温", by=port)
    await world.do(reply, one.id, text="已安排提离", by=customs)
    assert (await world.issue(issue.id)).status == "replied"

    world.is_now("Thu 2026-10-15 09:30")
    await world.do(answer_callback, issue.id, GLAD, method="phone", by=world.operator())
    cleared = await world.issue(issue.id)
    assert (cleared.status, cleared.outcome, cleared.open) == ("cleared", "confirmed", False)
    assert await world.history(issue) == [
        "registered",
        "dispatched",
        "dispatched",
        "claimed",
        "contacted",
        "started",
        "claimed",
        "replied",
        "replied",
        "callback_answered",
        "cleared",
    ]
    clocks = await world.clocks(issue)
    assert {row.state for row in clocks.values()} <= {"met", "cancelled"}
    assert not any(row.breached for row in clocks.values())
    assert ("dispatched", "assigned") in await world.notices(issue)
    assert ("cleared", "enterprise") in await world.notices(issue)


async def test_unresolved_is_redone_with_the_old_clock_and_then_supervised(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, one = await answered(world)
    due_before = (await world.clocks(issue))["reply"].due_at

    world.is_now("Thu 2026-10-15 09:30")
    await world.do(answer_callback, issue.id, STILL, method="phone", by=world.operator())
    assert (await world.issue(issue.id)).status == "replied"
    with pytest.raises(Forbidden):
        await world.do(judge, issue.id, curable=True, opinion="重办", by=world.handler(CUSTOMS))
    await world.do(judge, issue.id, curable=True, opinion="请重新核实放行状态", by=world.who(Role.ARBITRATOR))
    redone = await world.issue(issue.id)
    assert (redone.status, redone.round, redone.supervised) == ("assigned", 2, False)
    clock = (await world.clocks(issue))["reply"]
    assert clock.state == "running"
    assert clock.due_at is not None
    assert due_before is not None
    assert clock.due_at > due_before  # it stood still from reply to redo

    handler = world.handler(CUSTOMS)
    await world.do(claim, one.id, by=handler)
    await world.do(reply, one.id, text="系统状态已更正", by=handler)
    world.is_now("Fri 2026-10-16 09:30")
    await world.do(answer_callback, issue.id, STILL, method="phone", by=world.operator())
    await world.do(judge, issue.id, curable=True, opinion="再次重办", by=world.who(Role.ARBITRATOR))
    again = await world.issue(issue.id)
    assert (again.round, again.supervised) == (3, True)


async def test_three_silent_callbacks_are_proposed_and_cleared_by_a_second_person(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, _ = await answered(world)
    for moment in ("Wed 2026-10-14 09:30", "Thu 2026-10-15 14:00", "Fri 2026-10-16 09:30"):
        world.is_now(moment)
        with pytest.raises(Conflict):
            await world.do(miss, issue.id)
        await world.do(try_callback, issue.id, by=world.operator())
    await world.do(miss, issue.id)
    assert (await world.issue(issue.id)).status == "proposed"
    with pytest.raises(Forbidden):
        await world.do(clear, issue.id, evidence="三次未接通", by=world.people[f"taskforce.{CUSTOMS}"])
    await world.do(clear, issue.id, evidence="三次未接通，答复属实", by=world.who(Role.ARBITRATOR))
    cleared = await world.issue(issue.id)
    assert (cleared.status, cleared.outcome) == ("cleared", "unreached")


async def test_a_return_is_ruled_and_the_third_is_designated(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, one = await dispatched(world, lead=TAX)
    arbitrator = world.who(Role.ARBITRATOR)
    for lead, following in ((TAX, CUSTOMS), (CUSTOMS, PORT)):
        world.later(hours=1)
        one = await world.lead(issue)
        await world.do(give_back, one.id, basis=BASIS, suggests=following, by=world.handler(lead))
        assert (await world.issue(issue.id)).status == "disputed"
        await world.do(uphold_return, one.id, opinion="理由成立", lead=following, by=arbitrator)
        assert (await world.issue(issue.id)).status == "assigned"
    third = await world.lead(issue)
    assert third.dispatch == 3
    await world.do(give_back, third.id, basis=BASIS, by=world.handler(PORT))
    with pytest.raises(Conflict):
        await world.do(uphold_return, third.id, opinion="理由成立", lead=CUSTOMS, by=arbitrator)
    await world.do(uphold_return, third.id, opinion="理由成立", by=arbitrator)
    assert (await world.issue(issue.id)).status == "triage"
    with pytest.raises(Conflict):
        await world.do(assign, issue.id, lead=CUSTOMS, by=arbitrator)
    convener = world.who(Role.TASK_FORCE)
    await world.do(designate, issue.id, lead=CUSTOMS, opinion="由海关主办", by=convener)
    final = await world.lead(issue)
    assert (final.binding, final.agency) == (True, CUSTOMS)
    with pytest.raises(Conflict):
        await world.do(give_back, final.id, basis=BASIS, by=world.handler(CUSTOMS))
    with pytest.raises(Forbidden):
        await world.do(designate, issue.id, lead=PORT, opinion="改", by=world.people[f"taskforce.{CUSTOMS}"])


async def test_a_refused_return_stops_no_clock(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, one = await dispatched(world)
    before = (await world.clocks(issue))["reply"].due_at
    world.later(hours=2)
    await world.do(give_back, one.id, basis=BASIS, by=world.handler(CUSTOMS))
    world.later(hours=20)
    await world.do(reject_return, one.id, opinion="属你单位职责", by=world.who(Role.ARBITRATOR))
    assert (await world.clocks(issue))["reply"].due_at == before
    with pytest.raises(WindowClosed):
        await world.do(give_back, one.id, basis=BASIS, by=world.handler(CUSTOMS))


async def test_silence_is_acceptance(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, one = await dispatched(world)
    world.is_now("Wed 2026-10-14 18:00")
    with pytest.raises(WindowClosed):
        await world.do(give_back, one.id, basis=BASIS, by=world.handler(CUSTOMS))
    await world.do(lapse, issue.id, target=Target.RETURN, assignment_id=one.id, due=world.now)
    assert (await world.lead(issue)).accepted
    await world.do(lapse, issue.id, target=Target.RETURN, assignment_id=one.id, due=world.now)
    assert (await world.history(issue)).count("accepted") == 1


async def test_a_hold_stops_only_its_own_assignment(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, one = await dispatched(world, supports=(PORT,))
    customs = world.handler(CUSTOMS)
    await world.do(claim, one.id, by=customs)
    due = (await world.clocks(issue))["reply"].due_at
    world.later(hours=1)
    await world.do(hold, one.id, reason=HoldReason.MATERIAL, by=customs)
    held = (await world.clocks(issue))["reply"]
    assert (held.state, held.due_at) == ("paused", None)
    support = [
        row
        for row in await world.rows(clock_rows_of(issue))
        if row.part == "support" and row.target == "reply"
    ]
    assert [row.state for row in support] == ["running"]
    world.is_now("Thu 2026-10-15 10:10")
    await world.do(resume, one.id, by=customs)
    resumed = (await world.clocks(issue))["reply"].due_at
    assert due is not None
    assert resumed == instant("2026-10-21 17:30")  # Wednesday ended held; Tuesday does not count at all
    assert resumed > due


def clock_rows_of(issue: Issue) -> Any:
    return select(ClockRow).where(col(ClockRow.issue_id) == issue.id)


async def test_an_extension_is_asked_in_time_once_and_decided_by_another(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, one = await dispatched(world)
    customs = world.handler(CUSTOMS)
    due = (await world.clocks(issue))["reply"].due_at
    request = await world.do(ask_extension, one.id, workdays=5, reason="需现场核实", by=customs)
    with pytest.raises(Conflict):
        await world.do(ask_extension, one.id, workdays=2, reason="再申请", by=customs)
    with pytest.raises(Forbidden):
        await world.do(
            decide_extension,
            request.id,
            granted=True,
            decision="同意",
            by=world.people[f"taskforce.{CUSTOMS}"],
        )
    await world.do(decide_extension, request.id, granted=True, decision="同意", by=world.who(Role.TASK_FORCE))
    later = (await world.clocks(issue))["reply"].due_at
    assert later is not None
    assert due is not None
    assert (later - due).days == 7  # five workdays

    _, two = await dispatched(world)
    world.is_now("Tue 2026-10-20 16:00")
    with pytest.raises(WindowClosed):
        await world.do(ask_extension, two.id, workdays=5, reason="来不及", by=customs)


async def test_a_cleared_problem_comes_back_within_ten_workdays_only(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, _ = await answered(world)
    world.is_now("Wed 2026-10-14 09:30")
    await world.do(answer_callback, issue.id, GLAD, method="phone", by=world.operator())
    world.is_now("Mon 2026-10-26 10:00")
    await world.do(reopen, issue.id, why="同样的问题又来了", by=world.operator())
    back = await world.issue(issue.id)
    assert (back.status, back.round, back.open, back.outcome) == ("assigned", 2, True, None)

    other, _ = await answered(world)
    world.is_now("Tue 2026-10-27 09:30")
    await world.do(answer_callback, other.id, GLAD, method="phone", by=world.operator())
    world.is_now("Wed 2026-11-11 09:00")
    with pytest.raises(WindowClosed):
        await world.do(reopen, other.id, why="又来了", by=world.operator())


async def test_a_dismissal_says_where_to_go_and_is_contested_once(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue = await world.report("我家楼下路灯坏了")
    operator = world.operator()
    await world.do(dismiss, issue.id, reason=DismissReason.NOT_OURS, instead="请拨打12345", by=operator)
    assert (await world.issue(issue.id)).status == "dismissed"
    await world.do(contest, issue.id, why="是码头里的路灯", by=operator)
    assert (await world.issue(issue.id)).status == "triage"
    await world.do(dismiss, issue.id, reason=DismissReason.NOT_OURS, instead="请拨打12345", by=operator)
    with pytest.raises(Conflict):
        await world.do(contest, issue.id, why="还是不服", by=operator)


async def test_only_the_same_enterprise_s_repeat_joins(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    first, _ = await dispatched(world)
    repeat = await world.report("那批冻肉还没动静")
    stranger = await world.report("我们也有冻肉滞港", enterprise="天津别家贸易有限公司")
    operator = world.operator()
    with pytest.raises(Conflict):
        await world.do(join, stranger.id, to_reference=first.reference, by=operator)
    await world.do(join, repeat.id, to_reference=first.reference, by=operator)
    assert (await world.issue(repeat.id)).status == "joined"
    assert (await world.history(first))[-1] == "urged"
    with pytest.raises(IllegalMove):
        await world.do(assign, repeat.id, lead=CUSTOMS, by=world.who(Role.ARBITRATOR))


async def test_an_agency_knows_nothing_of_what_is_not_its_own(world: World) -> None:
    _, one = await dispatched(world)
    with pytest.raises(NotFound):
        await world.do(claim, one.id, by=world.handler(COMMERCE))


async def test_a_link_goes_out_once_a_half_day_and_its_token_is_not_in_the_trail(world: World) -> None:
    world.is_now("Tue 2026-10-13 09:10")
    issue, _ = await answered(world)
    world.is_now("Wed 2026-10-14 09:30")
    await world.do(invite, issue.id)
    assert ("callback", "enterprise") in await world.notices(issue)
    assert (await world.history(issue))[-1] == "callback_tried"
