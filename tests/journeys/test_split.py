"""One report, several problems: split, joined again, and counted right."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from engine.actions.assign import assign
from engine.actions.dismiss import join
from engine.actions.replay_clocks import mismatches, read
from engine.actions.split import split
from engine.errors import Conflict, Forbidden, IllegalMove, Invalid, StaleVersion
from engine.model.event import Event
from engine.model.issue import Issue, IssueText
from engine.model.ledger import LedgerEntry
from engine.model.report import IssueReport
from engine.model.words import Role
from tests.world import CUSTOMS, PORT, TAX, World

BOTH = "冻肉滞港三天提不出来。另外出口退税两个月没有到账。"
PARTS = ("冻肉滞港三天提不出来。", "出口退税两个月没有到账。")


async def data_of(world: World, issue: Issue, kind: str) -> dict[str, Any]:
    rows = await world.rows(
        select(col(Event.data)).where(col(Event.issue_id) == issue.id, col(Event.kind) == kind)
    )
    return dict(rows[-1])


async def test_two_problems_go_two_ways_and_both_trails_say_so(world: World) -> None:
    issue = await world.report(BOTH)
    world.is_now("2026-10-08 09:20")
    first, (second,) = await world.do(split, issue.id, parts=PARTS, by=world.operator())
    assert await world.history(first) == ["registered", "split"]
    assert await world.history(second) == ["registered"]
    assert (await data_of(world, first, "split"))["to"] == second.reference
    assert (await data_of(world, first, "split"))["was"] == BOTH
    assert (await data_of(world, second, "registered"))["from"] == first.reference

    words = await world.rows(select(IssueText).order_by(col(IssueText.issue_id)))
    assert [one.body for one in words] == list(PARTS)
    links = await world.rows(select(IssueReport).order_by(col(IssueReport.part)))
    assert [(one.issue_id, one.part) for one in links] == [(first.id, 1), (second.id, 2)]
    assert len({one.report_id for one in links}) == 1
    assert await world.rows(text("select text from report_text")) == [BOTH]

    arbitrator = world.who(Role.ARBITRATOR)
    await world.do(assign, first.id, lead=PORT, by=arbitrator)
    await world.do(assign, second.id, lead=TAX, by=arbitrator)
    assert ((await world.issue(first.id)).lead, (await world.issue(second.id)).lead) == (PORT, TAX)


async def test_a_part_is_new_on_the_ledger_and_counts_from_the_report(world: World) -> None:
    issue = await world.report(BOTH)
    world.is_now("2026-10-08 09:25")
    _, (part,) = await world.do(split, issue.id, parts=PARTS, by=world.operator())
    entries = await world.rows(select(LedgerEntry).order_by(col(LedgerEntry.id)))
    assert [(one.issue_id, one.movement) for one in entries] == [(issue.id, "new"), (part.id, "new")]
    before, after = (await world.clocks(issue))["dispatch"], (await world.clocks(part))["dispatch"]
    assert (before.started_at, before.due_at) == (after.started_at, after.due_at)
    assert part.at == issue.at and part.recorded_at == world.now


async def test_splitting_is_refused_where_it_makes_no_sense(world: World) -> None:
    issue = await world.report(BOTH)
    operator = world.operator()
    with pytest.raises(Invalid):
        await world.do(split, issue.id, parts=["只有一个"], by=operator)
    with pytest.raises(Invalid):
        await world.do(split, issue.id, parts=["甲", "  "], by=operator)
    with pytest.raises(Invalid):
        await world.do(split, issue.id, parts=["甲"] * 11, by=operator)
    with pytest.raises(Forbidden):
        await world.do(split, issue.id, parts=PARTS, by=world.who(Role.TASK_FORCE))
    with pytest.raises(StaleVersion):
        await world.do(split, issue.id, parts=PARTS, version=7, by=operator)
    await world.do(assign, issue.id, lead=CUSTOMS, by=operator)
    with pytest.raises(IllegalMove):
        await world.do(split, issue.id, parts=PARTS, by=operator)
    assert await world.count(Issue) == 1


async def test_a_part_joined_again_keeps_both_histories_and_never_turns_in_a_circle(world: World) -> None:
    issue = await world.report(BOTH)
    first, (second,) = await world.do(split, issue.id, parts=PARTS, by=world.operator())
    await world.do(join, second.id, to_reference=first.reference, by=world.operator())
    assert await world.history(second) == ["registered", "joined"]
    assert await world.history(first) == ["registered", "split", "urged"]
    links = await world.rows(select(IssueReport).order_by(col(IssueReport.part)))
    assert [(one.issue_id, one.part) for one in links] == [(first.id, 1), (second.id, 2)]
    with pytest.raises(Conflict):
        await world.do(join, first.id, to_reference=second.reference, by=world.operator())
    with pytest.raises(IllegalMove):
        await world.do(split, second.id, parts=PARTS, by=world.operator())


async def test_clocks_of_a_part_replay_without_difference(world: World) -> None:
    issue = await world.report(BOTH)
    await world.do(split, issue.id, parts=PARTS, by=world.operator())
    async with world.database.transaction() as session:
        histories = [one async for one in read(session)]
    assert len(histories) == 2
    assert [mismatches(one, world.rules.book) for one in histories] == [[], []]
