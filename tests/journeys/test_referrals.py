"""Questions put to others: a committee that is asked while clocks run, a ministry for which the issue waits on the shelf."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from engine.actions.assign import assign
from engine.actions.claim import claim
from engine.actions.refer import record_opinion, refer
from engine.actions.refer_up import decide_referral, refer_up
from engine.actions.replay_clocks import mismatches, read
from engine.actions.reply import reply
from engine.actions.requests import unshelve
from engine.actions.withdraw_referral import withdraw_referral
from engine.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound, StaleVersion
from engine.model.agency import Agency
from engine.model.assignment import Assignment
from engine.model.issue import Issue
from engine.model.notice import Notice
from engine.model.referral import Referral
from engine.model.words import Role
from engine.rules.disclosure import TOLD_TO_ENTERPRISE
from engine.store import clocks, lists
from tests.world import COMMERCE, CUSTOMS, PORT, TAX, World, instant

QUESTION = "整箱改装为散货后，堆存费应按何种口径计收？"
DUE = instant("Fri 2026-10-16 18:00")
REVIEW = instant("Mon 2026-11-30 18:00")
MINISTRY = "国家税务主管部门"


async def claimed(world: World, lead: str = PORT) -> tuple[Issue, Assignment]:
    world.is_now("Tue 2026-10-13 09:10")
    issue = await world.report("港口堆存费收了两次，请协调。")
    await world.do(assign, issue.id, lead=lead, supports=(CUSTOMS,), by=world.who(Role.ARBITRATOR))
    one = await world.lead(issue)
    await world.do(claim, one.id, by=world.handler(lead))
    return issue, one


async def asked_up(world: World, issue: Issue, *, by: Role | None = None) -> Referral:
    asker = world.who(by) if by else world.handler(PORT)
    found: Referral = await world.do(
        refer_up, issue.id, ministry=MINISTRY, question=QUESTION, review_at=REVIEW, by=asker
    )
    return found


def other_member(world: World) -> str:
    """A member of the task force who belongs to no party here."""
    return f"taskforce.{COMMERCE}"


async def test_a_committee_is_asked_while_the_clocks_run_on(world: World) -> None:
    issue, one = await claimed(world)
    before = {target: (row.state, row.due_at) for target, row in (await world.clocks(issue)).items()}
    made = await world.do(
        refer, issue.id, committee="depots", question=QUESTION, due_at=DUE, by=world.handler(PORT)
    )
    after = {target: (row.state, row.due_at) for target, row in (await world.clocks(issue)).items()}
    assert (made.kind, made.body, made.state) == ("committee", "depots", "open")
    assert after == before
    assert (await world.issue(issue.id)).status == "claimed"
    told = [one for one in await world.notices(issue) if one[0] == "referred"]
    assert told == [("referred", "consulted"), ("referred", "enterprise")]
    parties = await world.rows(select(col(Notice.party)).where(col(Notice.audience) == "consulted"))
    assert parties == [world.rules.directory.committee("depots").association]

    world.is_now("Thu 2026-10-15 10:00")
    await world.do(record_opinion, made.id, opinion="应按散货口径计收。", by=world.who(Role.ARBITRATOR))
    assert ("opinion_given", "lead") in await world.notices(issue)
    assert {"referred", "opinion_given"} <= set(await world.history(issue)) & TOLD_TO_ENTERPRISE
    with pytest.raises(Conflict, match="already answered"):
        await world.do(record_opinion, made.id, opinion="再说一次", by=world.who(Role.ARBITRATOR))
    await world.do(
        reply, one.id, text="已退还多收部分。", open_supports_reason="不必等待", by=world.handler(PORT)
    )


async def test_a_question_is_taken_back_by_who_asked_or_the_task_force_and_nobody_waits(world: World) -> None:
    issue, _ = await claimed(world)
    asked = {"committee": "depots", "question": QUESTION, "due_at": DUE}
    made = await world.do(refer, issue.id, **asked, by=world.handler(PORT))
    before = {target: (row.state, row.due_at) for target, row in (await world.clocks(issue)).items()}
    for refused, why in (
        (world.people[f"head.{PORT}"], "not_asker"),
        (world.who(Role.ARBITRATOR), "not_asker"),
        (world.people[f"taskforce.{CUSTOMS}"], "not_asker"),  # a party: the question may be about its part
        (world.operator(CUSTOMS), "role"),
    ):
        with pytest.raises(Forbidden) as told:
            await world.do(withdraw_referral, made.id, why="不再需要", by=refused)
        assert told.value.facts["why"] == why
    with pytest.raises(Invalid):
        await world.do(withdraw_referral, made.id, why=" ", by=world.handler(PORT))
    await world.do(withdraw_referral, made.id, why="企业已改按散货申报。", by=world.handler(PORT))
    after = {target: (row.state, row.due_at) for target, row in (await world.clocks(issue)).items()}
    assert after == before and (await world.issue(issue.id)).status == "claimed"
    told_to = [audience for kind, audience in await world.notices(issue) if kind == "referral_withdrawn"]
    assert told_to == ["consulted", "enterprise", "lead"]
    parties = await world.rows(select(col(Notice.party)).where(col(Notice.audience) == "consulted"))
    assert len(set(parties)) == 1 and len(parties) == 2  # who was asked is who is told
    for late in (withdraw_referral, record_opinion):
        words = {"why": "再撤一次"} if late is withdraw_referral else {"opinion": "迟到的意见"}
        with pytest.raises(Conflict, match="already withdrawn"):
            await world.do(late, made.id, **words, by=world.who(Role.TASK_FORCE))

    again = await world.do(refer, issue.id, **asked, by=world.handler(PORT))
    await world.do(withdraw_referral, again.id, why="政策已明确。", by=world.who(Role.TASK_FORCE))
    assert [one.state for one in await referrals(world)] == ["withdrawn", "withdrawn"]
    up = await asked_up(world, issue)
    await world.do(
        decide_referral, up.id, granted=True, decision="同意", by=world.people[other_member(world)]
    )
    with pytest.raises(Conflict) as sent:
        await world.do(withdraw_referral, up.id, why="撤回", by=world.handler(PORT))
    assert sent.value.facts["why"] == "went_upward"


async def test_an_opinion_that_does_not_come_shows_in_the_lists(world: World) -> None:
    issue, _ = await claimed(world)
    await world.do(refer, issue.id, committee="depots", question=QUESTION, due_at=DUE, by=world.handler(PORT))
    later = instant("Mon 2026-10-19 09:00")
    async with world.database.transaction() as session:
        inbox = await lists.of_agency(session, PORT, lists.Wanted(), now=later, after=None, limit=9)
        awaited = await lists.of_viewer(
            session,
            world.who(Role.ARBITRATOR),
            lists.Wanted(referred=True),
            everything=True,
            now=later,
            after=None,
            limit=9,
        )
    assert [(one.reference, one.opinion_due_at) for one in inbox.lines] == [(issue.reference, DUE)]
    assert [one.id for one in awaited.lines] == [issue.id]
    asked = {"committee": "mediation", "question": "双方对滞箱费各执一词。", "due_at": DUE}
    made = await world.do(refer, issue.id, **asked, by=world.who(Role.TASK_FORCE))
    assert made.kind == "mediation"  # the directory says which committees mediate


async def test_upward_is_asked_granted_by_another_shelved_and_taken_up_with_the_answer(world: World) -> None:
    issue, _ = await claimed(world)
    left = (await world.clocks(issue))["reply"]
    made = await asked_up(world, issue)
    assert made.state == "asked"
    assert (await world.issue(issue.id)).status == "claimed"
    assert ("referral_asked", "task_force") in await world.notices(issue)
    assert (await world.clocks(issue))["reply"].due_at == left.due_at

    world.is_now("Wed 2026-10-14 10:00")
    member = world.people[other_member(world)]
    await world.do(decide_referral, made.id, granted=True, decision="政策口径需上级明确。", by=member)
    assert (await world.issue(issue.id)).status == "shelved"
    assert (await world.clocks(issue))["reply"].state == "paused"
    assert (await world.history(issue))[-2:] == ["referred_up", "shelved"]
    assert (await world.clocks(issue))["review"].due_at is not None

    world.is_now("Mon 2026-11-16 10:00")
    await world.do(record_opinion, made.id, opinion="批复：可以减免。", by=member)
    assert (await world.history(issue))[-2:] == ["opinion_given", "unshelved"]
    assert (await world.issue(issue.id)).status == "in_progress"
    assert (await world.clocks(issue))["reply"].state == "running"
    async with world.database.transaction() as session:
        histories = [one async for one in read(session)]
    assert [mismatches(one, world.rules.book) for one in histories] == [[]]


async def test_upward_refused_work_goes_on(world: World) -> None:
    issue, _ = await claimed(world)
    made = await asked_up(world, issue)
    await world.do(
        decide_referral, made.id, granted=False, decision="本市可定。", by=world.who(Role.TASK_FORCE)
    )
    assert (await world.issue(issue.id)).status == "claimed"
    assert (await world.history(issue))[-1] == "referral_refused"
    assert ("referral_refused", "lead") in await world.notices(issue)
    with pytest.raises(Conflict, match="already refused"):
        await world.do(decide_referral, made.id, granted=True, decision="同意", by=world.who(Role.TASK_FORCE))
    with pytest.raises(Conflict, match="already refused"):
        await world.do(record_opinion, made.id, opinion="批复", by=world.who(Role.ARBITRATOR))
    await asked_up(world, issue)  # refused, it may be asked again


async def test_an_answer_after_the_shelving_ended_moves_nothing(world: World) -> None:
    issue, _ = await claimed(world)
    made = await asked_up(world, issue)
    member = world.people[other_member(world)]
    await world.do(decide_referral, made.id, granted=True, decision="需上级明确。", by=member)
    await world.do(unshelve, issue.id, why="先行办理", by=member)
    await world.do(record_opinion, made.id, opinion="批复已到。", by=world.who(Role.ARBITRATOR))
    assert (await world.history(issue))[-1] == "opinion_given"


async def test_who_may_ask_who_decides_and_who_writes_down_the_answer(world: World) -> None:
    issue, _ = await claimed(world)
    asked = {"committee": "depots", "question": QUESTION, "due_at": DUE}
    for refused in (world.handler(CUSTOMS), world.operator(CUSTOMS)):
        with pytest.raises(Forbidden):
            await world.do(refer, issue.id, **asked, by=refused)
    with pytest.raises(NotFound):
        await world.do(refer, issue.id, **asked, by=world.handler(TAX))
    made = await world.do(refer, issue.id, **asked, by=world.handler(PORT))
    party = world.people[f"taskforce.{CUSTOMS}"]
    for refused in (world.handler(PORT), party):  # a party does not write down what others say of its case
        with pytest.raises(Forbidden):
            await world.do(record_opinion, made.id, opinion="对我们有利", by=refused)
    own = await asked_up(world, issue, by=Role.TASK_FORCE)
    for refused, why in (
        (world.who(Role.TASK_FORCE), "own_request"),
        (party, "party"),
        (world.who(Role.ARBITRATOR), "role"),
        (world.handler(PORT), "party"),
    ):
        with pytest.raises(Forbidden) as told:
            await world.do(decide_referral, own.id, granted=True, decision="同意", by=refused)
        assert told.value.facts["why"] == why


async def test_a_question_without_body_words_or_day_is_refused(world: World) -> None:
    issue, _ = await claimed(world)
    asked = {"committee": "depots", "question": QUESTION, "due_at": DUE}
    for changed, code in (
        ({"committee": "chess"}, "unknown_committee"),
        ({"question": "  "}, "required"),
        ({"due_at": instant("Mon 2026-10-12 09:00")}, "range"),
    ):
        with pytest.raises(Invalid) as told:
            await world.do(refer, issue.id, **asked | changed, by=world.handler(PORT))
        assert [(one.code, bool(one.mend)) for one in told.value.faults] == [(code, True)]
    assert await world.count(Referral) == 0


async def test_refusals_of_asking_twice_too_late_or_upon_an_old_reading(world: World) -> None:
    issue, one = await claimed(world)
    handler = world.handler(PORT)
    asked = {"committee": "depots", "question": QUESTION, "due_at": DUE}
    await world.do(refer, issue.id, **asked, by=handler)
    with pytest.raises(Conflict) as told:
        await world.do(refer, issue.id, **asked, by=handler)
    assert told.value.facts["why"] == "referred_before"
    with pytest.raises(StaleVersion):
        await world.do(refer, issue.id, **asked | {"committee": "law"}, version=1, by=handler)
    with pytest.raises(Invalid):
        await world.do(refer_up, issue.id, ministry=" ", question=QUESTION, review_at=REVIEW, by=handler)
    past = world.now - timedelta(days=1)
    with pytest.raises(Invalid):
        await world.do(refer_up, issue.id, ministry=MINISTRY, question=QUESTION, review_at=past, by=handler)
    await asked_up(world, issue)
    await world.do(reply, one.id, text="已退还。", open_supports_reason="不必等待", by=handler)
    with pytest.raises(IllegalMove):  # granted too late: it was answered meanwhile, and nothing is written
        await world.do(
            decide_referral,
            (await referrals(world))[-1].id,
            granted=True,
            decision="同意",
            by=world.who(Role.TASK_FORCE),
        )
    assert (await referrals(world))[-1].state == "asked"
    with pytest.raises(IllegalMove):
        await world.do(
            refer_up, issue.id, ministry="另一机关", question=QUESTION, review_at=REVIEW, by=handler
        )
    for unknown in (record_opinion, decide_referral):
        more = {"opinion": "意见"} if unknown is record_opinion else {"granted": True, "decision": "同意"}
        with pytest.raises(NotFound):
            await world.do(unknown, 999_999, **more, by=world.who(Role.TASK_FORCE))


async def referrals(world: World) -> list[Referral]:
    return await world.rows(select(Referral).order_by(col(Referral.id)))


async def test_a_counterpart_outside_the_city_gets_a_letter_through_the_convener_and_no_card(
    world: World,
) -> None:
    joint = next(one for one in world.rules.directory.measures if one.counterparts)
    counterpart = joint.counterparts[0]
    world.is_now("Tue 2026-10-13 09:10")
    issue = await world.report("货物经外地口岸转关被扣，请协调。")
    await world.do(assign, issue.id, lead=CUSTOMS, supports=(counterpart,), by=world.who(Role.ARBITRATOR))
    known = await world.rows(select(Agency).where(col(Agency.key) == counterpart))
    assert [one.through for one in known] == [world.rules.directory.port.convener]

    world.is_now("Tue 2026-10-27 10:00")
    async with world.database.statement() as connection:
        while (await clocks.sweep(connection, now=world.now)).fired:
            pass
    told = await world.rows(select(Notice).where(col(Notice.kind) == "step").order_by(col(Notice.id)))
    steps = [
        (one.audience, one.payload["data"]["voice"])
        for one in told
        if one.payload["agency"] == counterpart and one.payload["data"]["step"] == "red"
    ]
    assert set(steps) == {("assigned", "letter"), ("task_force", "letter")}
