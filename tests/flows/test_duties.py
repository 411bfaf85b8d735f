"""Duties on a whole port: a return window closes by silence, callbacks go out and end, the week's summary is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from engine.actions.assign import assign
from engine.actions.claim import claim
from engine.actions.progress import hold
from engine.actions.release_summary import release_summary
from engine.actions.reply import reply
from engine.database import Database
from engine.errors import Forbidden, NotFound
from engine.model.clock import ClockStep
from engine.model.issue import Issue
from engine.model.notice import Notice
from engine.model.reply import Callback
from engine.model.words import HoldReason, Role, Status
from flows.duties import callbacks, clocks, summary
from flows.now import Clockwork
from flows.runtime import Runtime
from tests.flows.wired import Hand, Postbox, use
from tests.world import CUSTOMS, World, instant

pytestmark = pytest.mark.usefixtures("inhabited")


async def port(database: Database, now: str = "Tue 2026-10-13 09:00") -> tuple[World, Hand, Runtime]:
    world = await World.open(database, now=now)
    hand = Hand(world.now)
    return world, hand, use(database, hand, Postbox())


def turn(world: World, hand: Hand, text: str) -> None:
    world.is_now(text)
    hand.time = world.now


async def dispatched(world: World) -> Issue:
    issue = await world.report()
    found: Issue = await world.do(
        assign, issue.id, lead=CUSTOMS, reason="查验属海关", by=world.who(Role.ARBITRATOR)
    )
    return found


async def replied(world: World) -> Issue:
    issue = await dispatched(world)
    lead = await world.lead(issue)
    await world.do(claim, lead.id, by=world.handler(CUSTOMS))
    await world.do(reply, lead.id, text="已放行，可提箱。", by=world.handler(CUSTOMS))
    return await world.issue(issue.id)


async def test_an_unreturned_assignment_is_accepted_when_its_window_ends(database: Database) -> None:
    world, hand, wired = await port(database)
    issue = await dispatched(world)
    window = (await world.clocks(issue))["return"]
    assert window.due_at is not None
    hand.time = window.due_at - timedelta(seconds=1)
    await clocks.run(wired)
    assert not (await world.lead(issue)).accepted
    hand.time = window.due_at
    done = await clocks.run(wired)
    assert (await world.lead(issue)).accepted
    assert done.counts["lapse return"] == 1
    assert "accepted" in await world.history(issue)
    assert (await clocks.run(wired)).idle


async def test_a_hold_ends_by_itself_and_its_agency_is_told(database: Database) -> None:
    world, hand, wired = await port(database)
    issue = await dispatched(world)
    lead = await world.lead(issue)
    for verb, more in ((claim, {}), (hold, {"reason": HoldReason.MATERIAL})):
        await world.do(verb, lead.id, by=world.handler(CUSTOMS), **more)
    ends = (await world.clocks(issue))["hold"].due_at
    assert ends is not None
    hand.time = ends
    await clocks.run(wired)
    assert (await world.history(issue))[-2:] == ["stepped", "resumed"]
    assert ("step", "assigned") in await world.notices(issue)
    assert (await world.issue(issue.id)).status == Status.IN_PROGRESS


async def test_the_ladder_climbs_to_its_end_on_silence_and_each_step_tells_once(database: Database) -> None:
    world, hand, wired = await port(database)
    issue = await dispatched(world)
    for day in range(30):
        hand.time = world.now + timedelta(days=day)
        await clocks.run(wired)
        await clocks.run(wired)
    fired = await world.rows(
        select(ClockStep.step).where(ClockStep.issue_id == issue.id, ClockStep.state == "fired")
    )
    keys = await world.rows(select(Notice.key).where(Notice.issue_id == issue.id))
    assert {"yellow", "red", "urge", "supervise"} <= set(fired)
    assert len(keys) == len(set(keys))
    assert not await world.rows(select(ClockStep.id).where(ClockStep.state == "failed"))
    assert (await world.issue(issue.id)).heat >= 4


async def test_a_verb_that_is_refused_is_set_aside_and_does_not_keep_others_waiting(
    database: Database,
) -> None:
    world, hand, wired = await port(database)
    issue, other = await dispatched(world), await dispatched(world)
    window = (await world.clocks(issue))["return"]
    async with database.statement() as connection:
        await connection.execute(
            "update clock set body = '{}' where issue_id = $1", issue.id
        )  # cannot be read
    assert window.due_at is not None
    hand.time = window.due_at
    done = await clocks.run(wired)
    assert (await world.lead(other)).accepted
    assert not (await world.lead(issue)).accepted
    assert len(done.faults) == 1


async def test_three_links_on_different_half_days_and_then_the_callback_is_given_up(
    database: Database,
) -> None:
    world, hand, wired = await port(database)
    issue = await replied(world)
    instants = []
    for _ in range(4):
        upcoming = await callbacks.due_next(wired)
        assert upcoming is not None
        hand.time = upcoming
        instants.append(upcoming.astimezone(world.rules.zone))
        done = await callbacks.run(wired)
        assert done.total == 1
    invitations = await world.rows(select(Notice).where(Notice.kind == "callback"))
    assert len({one.payload["token"] for one in invitations}) == 3
    assert len({(one.date(), one.hour < 12) for one in instants}) == 4
    assert (await world.rows(select(Callback.state))) == ["missed"]
    assert (await world.issue(issue.id)).status == Status.PROPOSED
    assert await callbacks.due_next(wired) is None


@pytest.mark.parametrize(("phone", "texts"), [("022-65205678", 0), ("139 0000 0000", 1)])
async def test_an_enterprise_that_left_only_a_phone_number_gets_one_text_and_then_waits_for_a_call(
    database: Database, phone: str, texts: int
) -> None:
    world, hand, wired = await port(database)
    issue = await world.report(mail="", phone=phone)
    await world.do(assign, issue.id, lead=CUSTOMS, reason="海关", by=world.who(Role.ARBITRATOR))
    lead = await world.lead(issue)
    await world.do(claim, lead.id, by=world.handler(CUSTOMS))
    await world.do(reply, lead.id, text="已放行。", by=world.handler(CUSTOMS))
    hand.time = world.now + timedelta(days=10)
    assert (await callbacks.run(wired)).counts.get("invited", 0) == texts
    hand.time += timedelta(days=10)
    assert (await callbacks.run(wired)).idle
    assert await callbacks.due_next(wired) is None


async def test_the_summary_goes_out_on_the_first_workday_and_once(database: Database) -> None:
    world, hand, wired = await port(database)
    await dispatched(world)
    assert await summary.due_next(wired) == instant("Mon 2026-10-19 08:30")
    turn(world, hand, "Mon 2026-10-19 08:29")
    assert (await summary.run(wired)).idle
    turn(world, hand, "Mon 2026-10-19 08:30")
    assert (await summary.run(wired)).counts == {"summary sent": 1}
    assert (await summary.run(wired)).idle
    assert await world.rows(select(Notice.key).where(Notice.kind == "summary")) == ["summary-2026-W42"]
    assert await summary.due_next(wired) == instant("Mon 2026-10-26 08:30")


async def test_after_an_outage_every_missed_summary_is_sent_and_none_from_before_the_ledger(
    database: Database,
) -> None:
    world, hand, wired = await port(database)
    await dispatched(world)
    turn(world, hand, "Wed 2026-11-04 15:00")
    assert (await summary.run(wired)).counts == {"summary sent": 3}
    keys = await world.rows(select(Notice.key).where(Notice.kind == "summary").order_by(Notice.id))
    assert keys == ["summary-2026-W42", "summary-2026-W43", "summary-2026-W44"]


async def test_a_week_whose_monday_is_a_holiday_is_reported_on_the_first_workday(database: Database) -> None:
    world, _, wired = await port(database, now="Wed 2026-09-30 09:00")
    await dispatched(world)
    assert await summary.due_next(wired) == instant("Thu 2026-10-08 08:30")  # 国庆节 ends on the 7th


async def test_where_a_person_releases_the_duty_only_draws(database: Database) -> None:
    world, hand, wired = await port(database)
    wired = replace(wired, settings=wired.settings.model_copy(update={"summary_release": True}))
    await dispatched(world)
    turn(world, hand, "Mon 2026-10-19 08:30")
    assert (await summary.run(wired)).counts == {"summary drawn": 1}
    assert (await summary.run(wired)).idle
    assert await summary.due_next(wired) == instant("Mon 2026-10-26 08:30")
    week = "2026-W42"
    with pytest.raises(Forbidden):
        await world.do(release_summary, week, editions=True, by=world.handler(CUSTOMS))
    with pytest.raises(NotFound):
        await world.do(release_summary, "2026-W40", editions=True, by=world.who(Role.TASK_FORCE))
    for _ in range(2):
        await world.do(release_summary, week, editions=True, by=world.who(Role.TASK_FORCE))
    keys = select(Notice.key).where(col(Notice.kind).in_(("summary", "edition"))).order_by(Notice.id)
    assert await world.rows(keys) == ["summary-2026-W42", f"edition-2026-W42-{CUSTOMS}"]


def test_a_scaled_clock_shows_the_same_in_every_process() -> None:
    hand = Hand(instant("2026-10-13 09:00"))
    fast = Clockwork(begun=hand.time, start=instant("2026-10-01 08:00"), factor=3600, wall=hand)
    hand.later(seconds=2)
    assert fast.now() == instant("2026-10-01 10:00")
    assert fast.seconds_until(instant("2026-10-01 11:00")) == 1
    assert fast.span(timedelta(minutes=2)) == timedelta(days=5)
