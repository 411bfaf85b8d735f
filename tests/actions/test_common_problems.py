"""Common problems: found by the morning's look, confirmed by a person, cured once for all, zeroed when it stays quiet."""

from datetime import date
from email import message_from_bytes, policy

import pytest
from sqlmodel import select

from engine.actions.callbacks import answer_callback
from engine.actions.children import adopt, drop
from engine.actions.claim import claim
from engine.actions.cure import approve_cure, cure, refuse_cure
from engine.actions.deliver import take
from engine.actions.draw_summary import draw_summary, redrawn
from engine.actions.progress import hold
from engine.actions.propose_common import confirm_common, propose_common, reject_common
from engine.actions.requests import shelve
from engine.actions.send_summary import summary_facts
from engine.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound, StaleVersion
from engine.model.common import CommonEvent, CommonProblem, WatchedDay
from engine.model.issue import Issue
from engine.model.notice import Notice
from engine.model.reply import Callback, Reply
from engine.model.words import HoldReason, Role
from engine.settings import Settings
from engine.store import commons as stored
from flows.duties import commons
from flows.now import Clockwork
from flows.runtime import Runtime, wire
from notifiers.findings import lines
from notifiers.registry import renderer
from tests.actions.busy import GLAD, STILL
from tests.actions.past import live_through, tell
from tests.world import COMMERCE, CUSTOMS, PORT, TAX, World, instant

BOOKING = ("2023-measures", 5)
GATE = "北疆港区进港预约排不上号，司机在门外等了一夜。"


def runtime(world: World) -> Runtime:
    """The duty's runtime under the story's clock."""
    return wire(Settings(), world.database, clock=Clockwork(wall=lambda: world.now), sample=True)


async def problems(world: World) -> list[CommonProblem]:
    return await world.rows(select(CommonProblem).order_by(CommonProblem.id))


async def problem(world: World, common_id: int) -> CommonProblem:
    async with world.database.transaction() as session:
        return await stored.one(session, common_id)


@pytest.fixture
async def open_problem(world: World) -> tuple[CommonProblem, list[Issue]]:
    """Four enterprises at the gate; an operator sees one cause, the task force confirms it."""
    issues = await tell(world, GATE, *BOOKING, lead=PORT, count=4)
    made = await world.do(
        propose_common,
        title="进港预约系统拥堵",
        references=[one.reference for one in issues],
        reason="四家企业同日反映",
        document=BOOKING[0],
        number=BOOKING[1],
        by=world.operator(),
    )
    by = world.who(Role.TASK_FORCE)
    await world.do(confirm_common, made.id, title="进港预约系统拥堵", lead=PORT, disclosed=True, by=by)
    return await problem(world, made.id), issues


async def test_a_burst_is_proposed_once_and_its_cure_cures_the_children(world: World):
    await live_through(world, date(2026, 6, 8), date(2026, 10, 19))
    use = runtime(world)

    world.is_now("Tue 2026-10-20 10:00")
    issues = await tell(world, GATE, *BOOKING, lead=PORT, count=9)
    world.is_now("Wed 2026-10-21 07:00")
    assert await commons.due_next(use) == instant("Wed 2026-10-21 07:00")
    done = await commons.run(use)
    assert done.counts["common problem proposed"] == 1
    (found,) = await problems(world)
    assert (found.state, found.place, found.number) == ("proposed", "beijiang", BOOKING[1])
    assert found.lead == world.rules.directory.measure(*BOOKING).default_lead
    assert {one.id for one in issues} <= set(found.evidence["issues"])
    assert found.evidence["observed"] > 2 * found.evidence["expected"]
    assert found.seen_until == date(2026, 10, 20)

    # it goes on the next day: the same burst, more issues to come
    world.is_now("Wed 2026-10-21 10:00")
    more = await tell(world, GATE, *BOOKING, lead=PORT, count=3)
    world.is_now("Thu 2026-10-22 07:00")
    await commons.run(use)
    (found,) = await problems(world)
    assert {one.id for one in [*issues, *more]} <= set(found.seen)

    world.is_now("Thu 2026-10-22 09:00")
    by = world.who(Role.TASK_FORCE)
    await world.do(confirm_common, found.id, title="北疆进港预约拥堵", lead=PORT, disclosed=True, by=by)
    await agency_cures(world, found.id)
    assert (await problem(world, found.id)).state == "cured"

    # each child has its own reply and its own callback, and none is cleared by the cure
    for one in [*issues, *more]:
        child = await world.issue(one.id)
        assert (child.status, child.open) == ("replied", True)
        history = await world.history(child)
        assert "adopted" in history and history[-1] == "replied"
    world.is_now("Mon 2026-10-26 08:30")
    await the_summary_tells_of_it(world, found.id, [*issues, *more])
    world.is_now("Mon 2026-10-26 10:00")
    for one in [*issues, *more]:
        await world.do(answer_callback, one.id, GLAD, method="phone", by=world.operator())
    world.is_now("Fri 2026-11-20 07:00")
    await commons.run(use)
    assert (await problem(world, found.id)).state == "cured"
    world.is_now("Sun 2026-11-22 07:00")
    done = await commons.run(use)
    assert done.counts["common problem zeroed"] == 1
    kinds = [row.kind for row in await world.rows(select(CommonEvent).order_by(CommonEvent.id))]
    assert kinds == ["propose_common", "confirm_common", "cure", "approve_cure", "zero"]
    assert [one.state for one in await problems(world)] == ["zeroed"]
    assert await world.count(WatchedDay) == 2 + 14 + 2


async def the_summary_tells_of_it(world: World, common_id: int, issues: list[Issue]) -> None:
    """The week's line opens its lists, drawn again it is the same, and the mail carries the references."""
    async with world.database.transaction() as session:
        drawn = await draw_summary(session, week="2026-W43", now=world.now, rules=world.rules)
        (line,) = drawn.figures["commons"]
        assert (line["id"], line["state"], line["new"]["n"]) == (common_id, "cured", len(issues))
        assert set(drawn.lists[line["issues"]["key"]]) >= {one.id for one in issues}
        assert line["open"]["n"] == line["issues"]["n"]
        facts = await summary_facts(session, drawn, rules=world.rules)
        assert issues[0].reference in facts["references"][str(common_id)]
    world.later(hours=1)
    async with world.database.transaction() as session:
        assert await redrawn(session, week="2026-W43", rules=world.rules) == []


async def agency_cures(world: World, common_id: int) -> None:
    """The lead puts the cure forward, the arbitrator approves it."""
    told = {"text": "预约系统已扩容，当日可约。", "evidence": "扩容后三日排队时长见附表"}
    await world.do(cure, common_id, by=world.handler(PORT), **told)
    await world.do(approve_cure, common_id, opinion="抽查属实", by=world.who(Role.ARBITRATOR))


async def test_a_rejected_burst_does_not_come_back(world: World):
    await live_through(world, date(2026, 6, 8), date(2026, 10, 19))
    use = runtime(world)
    world.is_now("Tue 2026-10-20 10:00")
    await tell(world, GATE, *BOOKING, lead=PORT, count=9)
    world.is_now("Wed 2026-10-21 08:00")
    await commons.run(use)
    (found,) = await problems(world)
    by = world.who(Role.ARBITRATOR)
    await world.do(reject_common, found.id, why="台风停航所致，非共性原因", by=by)
    for day in ("Wed 2026-10-21", "Thu 2026-10-22", "Fri 2026-10-23"):
        world.is_now(f"{day} 10:00")
        await tell(world, GATE, *BOOKING, lead=PORT, count=2)
    world.is_now("Mon 2026-10-26 08:00")
    await commons.run(use)
    assert [one.state for one in await problems(world)] == ["rejected"]


async def test_children_wait_in_every_way_and_each_gets_what_it_needs(world: World, open_problem):
    made, (first, second, third, fourth) = open_problem
    handler, force = world.handler(PORT), world.who(Role.TASK_FORCE)
    await world.do(claim, (await world.lead(first)).id, by=handler)
    await world.do(claim, (await world.lead(second)).id, by=handler)
    await world.do(hold, (await world.lead(second)).id, reason=HoldReason.MATERIAL, note="待补单", by=handler)
    later = instant("2026-12-01 09:00")
    await world.do(shelve, third.id, reason="待扩容", review_at=later, by=force)
    fresh = await world.report(GATE, enterprise="天津第五家货运有限公司")
    await world.do(adopt, made.id, references=[fresh.reference], by=force)
    await world.do(drop, made.id, reference=fourth.reference, why="原因是单证不齐", by=force)

    await agency_cures(world, made.id)

    for one in (first, second, third, fresh):
        child = await world.issue(one.id)
        assert (child.status, child.lead) == ("replied", PORT), child.reference
        clocks = await world.clocks(child)
        assert clocks["reply"].state == "met" and clocks["callback"].state == "running"
        assert all(clock.state != "paused" for clock in clocks.values())
    assert (await world.issue(fourth.id)).status == "assigned"
    assert (await world.history(fourth))[-1] == "dropped"
    assert await world.count(Reply) == await world.count(Callback) == 4
    # one enterprise is not content: its issue is judged by itself
    world.is_now("Fri 2026-10-09 10:00")
    await world.do(answer_callback, first.id, STILL, method="phone", by=world.operator())
    assert (await world.issue(first.id)).open


async def test_what_comes_after_the_cure_says_whether_it_was_one(world: World, open_problem):
    made, _ = open_problem
    early = await world.report(GATE, enterprise="天津早说货运有限公司")
    world.later(hours=1)
    await agency_cures(world, made.id)
    force = world.who(Role.TASK_FORCE)
    await world.do(adopt, made.id, references=[early.reference], by=force)
    assert (await world.issue(early.id)).status == "replied"
    assert (await problem(world, made.id)).state == "cured"
    world.later(days=2)
    late = await world.report(GATE, enterprise="天津后说货运有限公司")
    await world.do(adopt, made.id, references=[late.reference], by=force)
    assert (await problem(world, made.id)).state == "open"
    assert (await world.issue(late.id)).status == "registered"


async def test_who_may_and_who_may_not(world: World, open_problem):
    made, issues = open_problem
    force, arbitrator, handler = world.who(Role.TASK_FORCE), world.who(Role.ARBITRATOR), world.handler(PORT)
    own = {"title": "退税迟滞", "references": [one.reference for one in issues], "reason": "同因"}
    mine = await world.do(propose_common, by=force, **own)
    with pytest.raises(Forbidden, match="own request"):
        await world.do(confirm_common, mine.id, title="退税", lead=TAX, disclosed=False, by=force)
    member = world.people[f"taskforce.{CUSTOMS}"]
    with pytest.raises(Forbidden, match="party"):
        await world.do(confirm_common, mine.id, title="退税", lead=CUSTOMS, disclosed=False, by=member)
    with pytest.raises(NotFound):
        await world.do(cure, made.id, text="好了", evidence="表", by=world.handler(COMMERCE))
    with pytest.raises(Forbidden):
        await world.do(cure, made.id, text="好了", evidence="表", by=arbitrator)
    with pytest.raises(IllegalMove):
        await world.do(approve_cure, made.id, opinion="同意", by=arbitrator)
    with pytest.raises(Forbidden):
        await world.do(adopt, made.id, references=[issues[0].reference], by=handler)
    with pytest.raises(StaleVersion):
        await world.do(cure, made.id, text="好了", evidence="表", version=1, by=handler)
    await world.do(cure, made.id, text="好了", evidence="表", by=handler)
    with pytest.raises(Forbidden):
        await world.do(approve_cure, made.id, opinion="同意", by=handler)
    await world.do(refuse_cure, made.id, opinion="数据只有一天", by=arbitrator)
    assert (await problem(world, made.id)).state == "open"

    await refusals_name_every_fault(world, made, issues)
    await what_an_operator_may_not_see_cannot_be_proposed(world, issues)


async def refusals_name_every_fault(world: World, made: CommonProblem, issues: list[Issue]) -> None:
    force, operator = world.who(Role.TASK_FORCE), world.operator()
    given = {"title": "x", "references": ["QL-1", "QL-2"], "reason": "同因"}
    with pytest.raises(Invalid) as refused:
        await world.do(propose_common, by=operator, **given)
    assert [fault.code for fault in refused.value.faults] == ["no_such_issue", "no_such_issue"]
    with pytest.raises(Invalid) as refused:
        await world.do(
            propose_common, by=operator, title="x", references=[issues[0].reference], reason="同因"
        )
    assert refused.value.faults[0].code == "too_few_issues"
    placed = {"document": "2023-measures", "number": 999, "place": "nowhere"}
    with pytest.raises(Invalid) as refused:
        await world.do(propose_common, by=operator, title="x", references=[], reason="同因", **placed)
    assert [fault.code for fault in refused.value.faults] == ["unknown_measure", "unknown_place"]
    with pytest.raises(Invalid) as refused:
        await world.do(adopt, made.id, references=[issues[0].reference, "QL-9"], by=force)
    assert {fault.code for fault in refused.value.faults} == {"no_such_issue", "not_adoptable"}
    with pytest.raises(Invalid) as refused:
        await world.do(adopt, made.id, references=[" "], by=force)
    assert refused.value.faults[0].code == "required"
    stranger = await world.report("另一件事", enterprise="天津他事有限公司")
    with pytest.raises(Conflict, match="no child"):
        await world.do(drop, made.id, reference=stranger.reference, why="无关", by=force)
    for one in issues:
        await world.do(drop, made.id, reference=one.reference, why="各有原因", by=force)
    with pytest.raises(Conflict, match="no child to cure"):
        await world.do(cure, made.id, text="好了", evidence="表", by=world.handler(PORT))


async def what_an_operator_may_not_see_cannot_be_proposed(world: World, issues: list[Issue]) -> None:
    given = {"title": "x", "references": [one.reference for one in issues], "reason": "同因"}
    with pytest.raises(Invalid):
        await world.do(propose_common, by=world.operator(PORT), **given)


async def test_whoever_acts_next_is_told_once_for_the_problem(
    world: World, open_problem: tuple[CommonProblem, list[Issue]]
):
    found, _ = open_problem
    world.is_now("Wed 2026-10-21 09:00")
    handler = world.handler(PORT)
    await world.do(cure, found.id, text="已增开夜间时段。", evidence="放号记录", by=handler)
    await world.do(refuse_cure, found.id, opinion="还有企业排不上号", by=world.who(Role.TASK_FORCE))
    mails = await world.rows(select(Notice).where(Notice.kind == "findings").order_by(Notice.id))
    told = [(one.audience, one.party, lines(one.payload["findings"], "zh")[0]) for one in mails]
    assert [one[:2] for one in told] == [
        ("task_force", None),
        ("lead", PORT),
        ("task_force", None),
        ("lead", PORT),
    ]
    assert told[-1][2].endswith("意见：还有企业排不上号")
    made = renderer(Settings(public_url="https://port.example", _env_file=None))  # type: ignore[call-arg]
    async with world.database.transaction() as session:
        sent = await take(session, now=world.now, limit=500, renderer=made)
    about = [message_from_bytes(one.message, policy=policy.default) for one in sent]
    words = [one.get_body(("plain",)).get_content() for one in about if "共性问题" in one["Subject"]]
    assert words and all(f"https://port.example/commons/{found.id}" in one for one in words)
