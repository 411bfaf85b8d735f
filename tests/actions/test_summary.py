"""The weekly summary over busy weeks: it balances, reconciles, opens every number, and comes out the same again."""

import csv
import io
from datetime import date

import asyncpg
import pytest
from sqlalchemy import func, select

from engine.actions.assign import assign
from engine.actions.balance import balance, check_balance
from engine.actions.callbacks import answer_callback
from engine.actions.claim import claim
from engine.actions.draw_summary import (
    TICK,
    WeekNotOver,
    draw_summary,
    preview,
    soon_after,
    stored_summary,
)
from engine.actions.prove_summaries import prove
from engine.actions.reply import reply
from engine.actions.send_editions import send_editions
from engine.actions.send_summary import send_summary, summary_facts
from engine.errors import Invalid, NotFound
from engine.model.clock import ClockRow
from engine.model.issue import Issue
from engine.model.ledger import LedgerEntry, Summary
from engine.model.notice import Notice
from engine.model.words import Outcome, Role
from engine.rules.balances import Division
from engine.rules.stands import stand
from engine.rules.weeks import week_named
from engine.store import weekly
from notifiers.documents.comma import comma
from notifiers.documents.page import Page
from tests.actions.busy import GLAD, Busy
from tests.world import COMMERCE, CUSTOMS, PORT, World, instant

WEEKS = ("2026-W41", "2026-W42", "2026-W43", "2026-W44")
MONDAY = "Mon 2026-11-02 08:30"


async def drawn(world: World, week: str, now: str = MONDAY) -> Summary:
    async with world.database.transaction() as session:
        return await draw_summary(session, week=week, now=instant(now), rules=world.rules)


@pytest.fixture
async def busy(world: World) -> World:
    """Three and a half weeks in which issues go every way there is."""
    await Busy(world).play(date(2026, 10, 8), 24, daily=5)
    return world


async def test_busy_weeks_reconcile_and_open_every_number(busy: World):
    """One story for all of it, since playing it takes longest."""
    before, off = None, set()
    for week in WEEKS:
        one = await drawn(busy, week)
        balanced = one.figures["balance"]
        into = balanced["opening"]["n"] + balanced["new"]["n"] + balanced["reopened"]["n"]
        assert into - balanced["off"]["n"] == balanced["closing"]["n"]
        assert sum(way["n"] for way in balanced["outcomes"].values()) == balanced["off"]["n"]
        if before is not None:
            assert one.lists["ledger/opening"] == before.lists["ledger/closing"]
            assert one.figures["trend"][-2]["closing"] == before.figures["balance"]["closing"]["n"]
        assert one.figures["unreconciled"]["n"] == 0
        off |= {way for way, gone in balanced["outcomes"].items() if gone["n"]}
        before = one
    assert off == {way.value for way in Outcome}

    await agrees_with_events(busy)
    await agrees_with_rows(busy)
    await comes_out_the_same(busy)
    await rates_come_out_of_the_export(busy)
    await is_sent_once(busy)


async def agrees_with_events(world: World) -> None:
    """The independent recount from raw events says the same of every week."""
    async with world.database.transaction() as session:
        for week in WEEKS:
            checked = await check_balance(session, *week_named(week).span(world.rules.zone))
            assert checked.differences == ()
            assert checked.events.balanced


async def agrees_with_rows(world: World) -> None:
    """What is folded from events is what the verbs wrote in the rows."""
    issues = await world.rows(select(Issue).order_by(Issue.id))
    async with world.database.transaction() as session:
        told = await weekly.stories(session, [one.id for one in issues], at=world.now.replace(year=2027))
        whole = await balance(session, instant("2026-10-01 00:00"), world.now.replace(year=2027))
    for issue, story in zip(issues, told, strict=True):
        found = stand(story)
        assert (found.status, found.kind, found.urgency) == (issue.status, issue.kind, issue.urgency)
        if found.dispatched:
            assert (found.lead, found.measure) == (issue.lead, f"{issue.document}/{issue.number}")
    assert sorted(whole[Division.TOTAL].closing) == [one.id for one in issues if one.open]


async def comes_out_the_same(world: World) -> None:
    """Later work changes nothing of a week gone by: clocks that moved since are replayed."""
    clocks = await world.count(ClockRow)
    await Busy(world, seed=3).play(date(2026, 11, 2), 3, daily=4)
    assert await world.count(ClockRow) > clocks
    async with world.database.transaction() as session:
        for week in WEEKS:
            proof = await prove(session, week, rules=world.rules)
            assert proof.faults == () and proof.numbers > 100
        stored = await stored_summary(session, WEEKS[-1])
        again = await draw_summary(session, week=WEEKS[-1], now=world.now, rules=world.rules)
        assert again.drawn_at == stored.drawn_at


async def is_sent_once(world: World) -> None:
    """The mail of a week has one key."""
    async with world.database.transaction() as session:
        one = await stored_summary(session, WEEKS[-1])
        for _ in range(2):
            await send_summary(session, one, now=world.now, rules=world.rules)
        assert await session.scalar(select(func.count()).where(Notice.kind == "summary")) == 1
        facts = await summary_facts(session, one, rules=world.rules)
        for sent in (len(one.figures["agencies"]) - 1, 0):
            assert await send_editions(session, one, now=world.now, rules=world.rules) == sent
        own = await session.scalar(select(Notice).where(Notice.party == PORT, Notice.kind == "edition"))
    assert {
        row["agency"] for row in own.payload["rows"] if row["issue"] in one.lists[f"agency/{PORT}/closing"]
    } == {PORT}
    assert {line["agency"] for line in own.payload["figures"]["overdue"]} <= {PORT}
    stood = [*one.lists["ledger/opening"], *one.lists["ledger/new"], *one.lists["ledger/reopened"]]
    assert [row["issue"] for row in facts["rows"]] == sorted(set(stood))
    assert sum(row["open"] for row in facts["rows"]) == one.figures["balance"]["closing"]["n"]
    for line in one.figures["agencies"]:
        agency = None if line["agency"] == "-" else line["agency"]
        mine = [row for row in facts["rows"] if row["agency"] == agency and row["open"]]
        assert len(mine) == line["balance"]["closing"]["n"]


async def rates_come_out_of_the_export(world: World) -> None:
    """Whoever has only the CSV can work out the rates again."""
    for week in WEEKS:
        async with world.database.transaction() as session:
            one = await stored_summary(session, week)
            facts = await summary_facts(session, one, rules=world.rules)
        page = Page(facts, "zh", "https://qingling.example", world.rules.zone)
        rows = list(csv.DictReader(io.StringIO(comma(page).decode("utf-8-sig"))))
        for question, column in (
            ("responded", "回访：响应"),
            ("resolved", "回访：解决"),
            ("satisfied", "回访：满意"),
        ):
            said = [row[column] for row in rows]
            assert (said.count("是"), said.count("是") + said.count("否")) == terms(one, question)
        worked = [row for row in rows if row["责任单位"] != "待派单" and row["期末状态"] != "挂账"]
        over = [row for row in worked if row["销号方式"] not in ("并单", "不予受理", "直接答复")]
        struck = [row for row in over if row["销号方式"] in ("企业确认", "复核销号")]
        assert (len(struck), len(over)) == terms(one, "cleared")


def terms(one: Summary, rate: str) -> tuple[int, int]:
    """Numerator and denominator of a stored rate."""
    found = one.figures["rates"][rate]
    return found["numerator"]["n"], found["denominator"]["n"]


async def test_a_week_that_is_not_over_is_only_previewed(world: World):
    world.is_now("Tue 2026-10-13 09:10")
    await world.report()
    with pytest.raises(WeekNotOver):
        await drawn(world, "2026-W42", now="Sun 2026-10-18 23:59")
    async with world.database.transaction() as session:
        made, _ = await preview(session, week="2026-W42", now=world.now.replace(hour=18), rules=world.rules)
        assert made.balance.new.n == 1
        with pytest.raises(WeekNotOver):
            await preview(session, week="2026-W44", now=world.now, rules=world.rules)
        with pytest.raises(NotFound):
            await stored_summary(session, "2026-W42")
        with pytest.raises(Invalid):
            await draw_summary(session, week="2026-46", now=world.now, rules=world.rules)


async def test_sunday_night_and_monday_morning_fall_into_their_own_weeks(world: World):
    world.is_now("Sun 2026-10-18 23:59")
    await world.report()
    world.is_now("Mon 2026-10-19 00:00")
    await world.report()
    first, second = await drawn(world, "2026-W42"), await drawn(world, "2026-W43")
    assert (first.figures["balance"]["new"]["n"], second.figures["balance"]["new"]["n"]) == (1, 1)
    assert second.lists["ledger/opening"] == first.lists["ledger/closing"]


async def test_a_report_entered_late_is_stated_and_changes_nothing_reported(world: World):
    world.is_now("Mon 2026-10-19 09:00")
    before = await drawn(world, "2026-W42", now="Mon 2026-10-19 09:00")
    issue = await world.report(at=instant("Thu 2026-10-15 14:00"))
    after = await drawn(world, "2026-W43", now="Mon 2026-10-26 08:30")
    assert after.lists["late/registered"] == [issue.id]
    assert before.figures["balance"]["new"]["n"] == 0
    assert after.figures["balance"]["new"]["n"] == 1
    assert next(one for one in after.figures["kept"] if one["target"] == "dispatch")["breached"]["n"] == 1


async def test_a_new_lead_is_a_move_in_the_ledger(world: World):
    world.is_now("Tue 2026-10-13 09:10")
    issue = await world.report()
    by = world.who(Role.ARBITRATOR)
    await world.do(assign, issue.id, lead=CUSTOMS, document="2023-measures", number=2, by=by)
    entries = await world.rows(select(LedgerEntry).order_by(LedgerEntry.id))
    assert [(row.movement, row.from_agency, row.agency, row.number) for row in entries] == [
        ("new", None, None, None),
        ("moved", None, CUSTOMS, 2),
    ]
    async with world.database.transaction() as session:
        span = week_named("2026-W42").span(world.rules.zone)
        parts = await balance(session, *span, by=Division.AGENCY)
    assert (parts[CUSTOMS].moved_in, parts["-"].new, parts["-"].moved_out) == ([issue.id],) * 3
    assert PORT not in parts and COMMERCE not in parts


async def test_soon_means_by_the_close_of_the_second_workday(world: World):
    for moment, close in (
        ("Mon 2026-11-16 00:00", "Tue 2026-11-17 17:30"),
        ("Wed 2026-11-18 10:00", "Fri 2026-11-20 17:30"),
        ("Mon 2026-09-28 00:00", "Tue 2026-09-29 17:30"),
        ("Thu 2026-10-01 00:00", "Fri 2026-10-09 17:30"),  # after the holiday
        ("Fri 2026-10-09 08:00", "Mon 2026-10-12 17:30"),  # the Saturday is a make-up workday
    ):
        soon = soon_after(instant(moment), world.rules)
        assert soon - TICK == instant(close), moment


async def test_a_measure_is_zeroed_after_thirty_quiet_days(world: World):
    world.is_now("Tue 2026-10-13 09:10")
    issue = await world.report()
    by = world.who(Role.ARBITRATOR)
    await world.do(assign, issue.id, lead=CUSTOMS, document="2023-measures", number=2, by=by)
    one, handler = await world.lead(issue), world.handler(CUSTOMS)
    await world.do(claim, one.id, by=handler)
    await world.do(reply, one.id, text="已协调提离。", by=handler)
    world.is_now("Wed 2026-10-14 10:00")
    await world.do(answer_callback, issue.id, GLAD, method="phone", by=world.operator())
    zeroed = {}
    for week in ("2026-W45", "2026-W46", "2026-W47"):
        drawn_one = await drawn(world, week, now="Mon 2026-11-23 08:30")
        zeroed[week] = [
            (one["measure"], drawn_one.lists[one["issues"]["key"]]) for one in drawn_one.figures["zeroed"]
        ]
    assert zeroed == {"2026-W45": [], "2026-W46": [("2023-measures/2", [issue.id])], "2026-W47": []}
    async with world.database.transaction() as session:
        stored = await stored_summary(session, "2026-W46")
        facts = await summary_facts(session, stored, rules=world.rules)
    assert "2023年第2条" in facts["names"]["measure"]["2023-measures/2"]["zh"]


async def test_a_ledger_that_was_tampered_with_is_named(world: World, database_url: str):
    world.is_now("Tue 2026-10-13 09:10")
    await world.report()
    issue = await world.report()
    await drawn(world, "2026-W42")
    owner = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    await owner.execute("alter table ledger_entry disable trigger append_only")
    await owner.execute("delete from ledger_entry where issue_id = $1", issue.id)
    await owner.close()
    async with world.database.transaction() as session:
        proof = await prove(session, "2026-W42", rules=world.rules)
        assert {"drawn anew, figures.balance differs", "recount: new: ledger 1, events 2"} <= set(
            proof.faults
        )
        checked = await check_balance(session, *week_named("2026-W42").span(world.rules.zone))
        assert checked.differences
    after = await drawn(world, "2026-W43")
    assert after.lists["unreconciled"] == [issue.id]
