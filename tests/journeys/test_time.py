"""Clocks proved again from the events, and moved by a newly published notice."""

from datetime import date

from sqlalchemy import select, text
from sqlmodel import col

from engine.actions.assign import assign
from engine.actions.claim import claim
from engine.actions.fire import fire
from engine.actions.progress import hold, resume, start
from engine.actions.publish_catalog import content
from engine.actions.reckon import reckon
from engine.actions.replay_clocks import History, mismatches, read
from engine.actions.reply import reply
from engine.actions.requests import ask_extension, decide_extension
from engine.catalog.notices import HolidayNotice, with_notice
from engine.model.calendar import Almanac, Override
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.words import EventKind, HoldReason, Role, Target
from engine.store import clock_rows, histories, publications, verb_steps
from tests.world import COMMERCE, CUSTOMS, World


async def histories_of(world: World) -> list[History]:
    async with world.database.transaction() as session:
        return [one async for one in read(session)]


async def a_life(world: World) -> Issue:
    """Dispatched, claimed, held, resumed, extended: every kind of move a reply clock knows."""
    world.is_now("Mon 2026-12-28 10:00")
    issue = await world.report()
    await world.do(assign, issue.id, lead=CUSTOMS, supports=(COMMERCE,), by=world.who(Role.ARBITRATOR))
    one, handler = await world.lead(issue), world.handler(CUSTOMS)
    await world.do(claim, one.id, by=handler)
    await world.do(start, one.id, by=handler)
    world.is_now("Tue 2026-12-29 10:00")
    await world.do(hold, one.id, reason=HoldReason.MATERIAL, by=handler)
    world.is_now("Wed 2026-12-30 10:00")
    await world.do(resume, one.id, by=handler)
    asked = await world.do(ask_extension, one.id, workdays=2, reason="待专业机构出具鉴定意见", by=handler)
    await world.do(decide_extension, asked.id, granted=True, decision="同意", by=world.who(Role.TASK_FORCE))
    return issue


async def reply_due(world: World, issue: Issue) -> str:
    async with world.database.transaction() as session:
        clocks = await clock_rows.of_issue(session, issue.id)
    [due] = [one.due_at for one in clocks.values() if one.target is Target.REPLY and one.part == "lead"]
    return f"{due.astimezone(world.rules.zone):%m-%d %H:%M}" if due else "-"


async def test_replay_of_what_the_verbs_recorded_finds_no_difference(world: World) -> None:
    issue = await a_life(world)
    assert await reply_due(world, issue) == "01-08 17:30"
    one, handler = await world.lead(issue), world.handler(CUSTOMS)
    await world.do(
        reply, one.id, text="已协调码头安排提离。", open_supports_reason="协办事项不影响提离", by=handler
    )
    found = await histories_of(world)
    assert len(found) == 1 and len(found[0].stored) >= 7
    assert [bad for history in found for bad in mismatches(history, world.rules.book)] == []


async def test_a_clock_that_was_tampered_with_is_named(world: World) -> None:
    issue = await a_life(world)
    async with world.database.transaction() as session:
        await session.execute(
            text(
                "update clock set body = jsonb_set(body, '{due_at}', '\"2027-03-01T00:00:00Z\"') where target = 'reply'"
            )
        )
    [history] = await histories_of(world)
    bad = mismatches(history, world.rules.book)
    assert {one.key.target for one in bad} == {Target.REPLY}
    assert {one.reference for one in bad} == {issue.reference}


async def publish_notice(world: World) -> None:
    """2027's notice comes out: Monday 4 January is off too."""
    days = tuple(Override(on=date(2027, 1, day), working=False, label="元旦") for day in (1, 2, 3, 4))
    before = world.rules.book.almanacs[1]
    calendars = tuple(
        with_notice(one, HolidayNotice((2027,), days), version=2) if one.published else one
        for one in before.calendars
    )
    almanac = Almanac(version=2, default=before.default, calendars=calendars)
    async with world.database.transaction() as session:
        await publications.add(session, "calendar", content(almanac), by="admin", now=world.now)
    await world.reload()


async def test_a_published_notice_moves_the_deadlines_it_touches_and_lists_them(world: World) -> None:
    issue = await a_life(world)
    await publish_notice(world)
    async with world.database.transaction() as session:
        assert await histories.touched(session, first=world.now) == [issue.id]
    shown = await world.do(reckon, issue.id, dry=True)
    assert await reply_due(world, issue) == "01-08 17:30"
    moved = await world.do(reckon, issue.id)
    assert moved == shown and all(one.was_provisional and not one.provisional for one in moved)
    assert await reply_due(world, issue) == "01-11 17:30"
    assert await world.do(reckon, issue.id) == []
    [history] = await histories_of(world)
    assert mismatches(history, world.rules.book) == []
    steps = await world.rows(
        text(
            "select count(*) from clock_step s join clock c on c.id = s.clock_id "
            "where s.state = 'armed' and s.due_at <> c.due_at"
        )
    )
    assert steps == [0]


async def test_a_hold_that_ran_out_during_an_outage_ended_at_its_longest_time(world: World) -> None:
    world.is_now("Mon 2026-11-02 10:00")
    issue = await world.report()
    await world.do(assign, issue.id, lead=CUSTOMS, by=world.who(Role.ARBITRATOR))
    one, handler = await world.lead(issue), world.handler(CUSTOMS)
    for verb in (claim, start):
        await world.do(verb, one.id, by=handler)
    await world.do(hold, one.id, reason=HoldReason.MATERIAL, by=handler)
    ends = (await world.clocks(issue))["hold"].due_at
    assert ends is not None
    world.later(days=40)
    async with world.database.statement() as connection:
        steps = await verb_steps.due_verbs(connection, now=world.now)
    for step in steps:
        await world.do(fire, step)
    [resumed] = await world.rows(select(Event).where(col(Event.kind) == EventKind.RESUMED))
    assert (resumed.at, resumed.recorded_at) == (ends, world.now)
    [history] = await histories_of(world)
    assert next(one for one in history.stored.values() if one.target is Target.REPLY).since == ends
    assert mismatches(history, world.rules.book) == []


async def test_what_starts_a_clock_says_under_which_versions(world: World) -> None:
    issue = await a_life(world)
    await publish_notice(world)
    one, handler = await world.lead(issue), world.handler(CUSTOMS)
    await world.do(hold, one.id, reason=HoldReason.MATERIAL, by=handler)
    [history] = await histories_of(world)
    versions = {
        key.ordinal: clock.book.calendar for key, clock in history.stored.items() if key.target == "hold"
    }
    assert versions == {1: 1, 2: 2}
    assert mismatches(history, world.rules.book) == []
