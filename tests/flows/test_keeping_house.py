"""Looking ahead and letting go: next year's notice, agencies nobody serves, reviews, and what its time is over for."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from engine.actions.assign import assign
from engine.database import Database
from engine.model.notice import Notice
from engine.model.report import Report, ReportText
from engine.model.words import Role
from engine.store import invariants, runs
from flows.done import Done
from flows.duties import audit, clocks, retention, reviews, rules
from flows.roads import directly
from flows.runtime import Runtime
from flows.timetable import TIMETABLE
from tests.flows.wired import Hand, Postbox, use
from tests.world import CUSTOMS, World

pytestmark = pytest.mark.usefixtures("inhabited")


async def port(database: Database, now: str) -> tuple[World, Hand, Runtime]:
    world = await World.open(database, now=now)
    hand = Hand(world.now)
    return world, hand, use(database, hand, Postbox())


def codes(done: Done) -> list[str]:
    return [str(one["code"]) for one in done.findings]


async def told(database: Database) -> list[Notice]:
    async with database.transaction() as session:
        return list((await session.execute(select(Notice).where(col(Notice.kind) == "findings"))).scalars())


async def test_next_years_notice_is_missed_from_december_on_and_told_once_a_month(database: Database) -> None:
    _, hand, wired = await port(database, "Mon 2026-11-30 09:00")
    assert codes(await rules.run(wired)) == []
    hand.later(days=1)
    done = await rules.run(wired)
    assert codes(done) == ["calendar_missing"]
    assert done.findings[0]["year"] == 2027
    hand.later(days=1)
    await rules.run(wired)
    (notice,) = await told(database)
    assert notice.audience == "admins"


async def test_an_agency_nobody_works_for_is_named(database: Database) -> None:
    _, _, wired = await port(database, "Tue 2026-10-13 09:00")
    async with database.statement() as connection:
        await connection.execute("update person set active = false where agency = $1", CUSTOMS)
    done = await rules.run(wired)
    assert codes(done) == ["agency_without_people"]
    assert "没有可登录的承办人" in done.facts()["findings"]["zh"][0]


async def test_a_review_that_is_past_is_asked_for_every_week(database: Database) -> None:
    world, hand, wired = await port(database, "Tue 2026-10-13 09:00")
    issue = await world.report()
    await world.do(assign, issue.id, lead=CUSTOMS, reason="查验属海关", by=world.who(Role.ARBITRATOR))
    async with database.statement() as connection:
        await connection.execute("update issue set status = 'shelved' where id = $1", issue.id)
        await connection.execute(
            "insert into clock (issue_id, key, target, state, started_at, due_at, breached, provisional, body)"
            " values ($1, 'review', 'review', 'running', $2, $3, false, false, '{}')",
            issue.id,
            world.now,
            world.now + timedelta(days=1),
        )
    assert codes(await reviews.run(wired)) == []
    hand.later(days=2)
    assert codes(await reviews.run(wired)) == ["review_overdue"]
    hand.later(days=1)
    await reviews.run(wired)
    assert [one.audience for one in await told(database)] == ["task_force"]
    hand.later(days=7)
    await reviews.run(wired)
    assert len(await told(database)) == 2


async def test_the_nightly_audit_names_what_cannot_be(database: Database) -> None:
    world, hand, wired = await port(database, "Tue 2026-10-13 09:00")
    issue = await world.report()
    await world.do(assign, issue.id, lead=CUSTOMS, reason="查验属海关", by=world.who(Role.ARBITRATOR))
    hand.later(minutes=1)
    assert codes(await audit.run(wired)) == []
    async with database.statement() as connection:
        await connection.execute("update assignment set active = false where issue_id = $1", issue.id)
    found = codes(await audit.run(wired))
    assert "no_one_lead" in found
    assert "orphan_clock" in found
    async with database.transaction() as session:
        orphan = (await invariants.orphan_clocks(session))[0]
    assert (orphan.reference, orphan.why) == (issue.reference, "withdrawn")


async def test_contacts_go_when_their_time_is_over_and_the_words_stay(database: Database) -> None:
    world, hand, wired = await port(database, "Tue 2026-10-13 09:00")
    told_us = {"reporter": "王某", "phone": "13900001234", "raw": {"phone": "13900001234", "form": "hotline"}}
    closed, open_ = await world.report(**told_us), await world.report(**told_us)
    async with database.statement() as connection:
        await connection.execute(
            "update issue set open = false, closed_at = $2 where id = $1", closed.id, world.now
        )
        await connection.execute("update notice set state = 'sent', message = 'x', sent_at = $1", world.now)
    hand.later(days=wired.settings.keep_contacts_days - 1)
    assert (await retention.run(wired)).counts["contacts forgotten"] == 0
    hand.later(days=2)
    done = await retention.run(wired)
    assert done.counts["contacts forgotten"] == 1
    assert list(done.references) == [closed.reference]
    async with database.transaction() as session:
        kept = (await session.execute(select(Report).order_by(col(Report.id)))).scalars().all()
        words = (
            (await session.execute(select(ReportText).order_by(col(ReportText.report_id)))).scalars().all()
        )
        left = await session.scalar(text("select count(*) from notice where message is not null"))
    assert [one.phone for one in kept] == ["", "13900001234"]
    assert [one.text for one in words] == ["冻肉滞港三天，请协调提离。"] * 2
    assert [one.raw for one in words] == [{"form": "hotline"}, told_us["raw"]]
    assert left == 0
    assert open_.open


async def test_a_run_is_found_by_the_issues_it_touched_also_without_prefect(database: Database) -> None:
    world, hand, wired = await port(database, "Tue 2026-10-13 09:00")
    issue = await world.report()
    await world.do(assign, issue.id, lead=CUSTOMS, reason="查验属海关", by=world.who(Role.ARBITRATOR))
    hand.later(days=2)
    watching = next(duty for duty in TIMETABLE if duty.run is clocks.run)
    await directly(watching, wired)
    async with database.transaction() as session:
        (run,) = await runs.of_issue(session, issue.reference)
        assert (run.duty, run.road, run.state) == ("watch-clocks", "direct", "completed")
        assert run.result["counts"]
        assert await runs.touched(session, run.id) == [issue.reference]
    hand.later(days=91)
    assert (await retention.run(wired)).counts["runs forgotten"] == 1
