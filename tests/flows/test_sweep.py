"""Steps fire once: with two sweepers, beside a verb that holds the issue, and beside a row that cannot move."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from engine.database import Database
from engine.store import clocks
from tests.flows import rows

NOON = datetime(2026, 10, 14, 4, tzinfo=UTC)
DAY = timedelta(days=1)


async def one(database: Database, sql: str) -> object:
    async with database.statement() as connection:
        return await connection.fetchval(sql)


async def red_clock(database: Database, number: int = 1, *, at: datetime = NOON) -> tuple[int, int]:
    issue = await rows.an_issue(database, number, at=at - 5 * DAY)
    return issue, await rows.a_clock(database, issue, started=at - 5 * DAY, due=at)


async def test_a_due_step_writes_its_event_and_one_notice_for_each_audience(database: Database) -> None:
    await rows.house(database)
    issue, clock = await red_clock(database)
    audiences = ("assigned", "agency_head", "task_force")
    await rows.a_step(database, issue, clock, step="red", at=NOON, due=NOON, heat=2, audiences=audiences)
    async with database.statement() as connection:
        early = await clocks.sweep(connection, now=NOON - timedelta(seconds=1))
        swept = await clocks.sweep(connection, now=NOON + timedelta(seconds=1))
        again = await clocks.sweep(connection, now=NOON + DAY)
        event = await connection.fetchrow("select * from event where kind = 'stepped'")
        notices = await connection.fetch("select * from notice order by id")
        row = await connection.fetchrow(
            "select i.version, i.heat, c.breached from issue i join clock c on c.issue_id = i.id"
        )
    assert (len(early.fired), len(swept.fired), len(again.fired)) == (0, 1, 0)
    assert swept.late == timedelta(seconds=1)
    assert swept.fired[0].reference == "QL-000001"
    assert (event["seq"], event["by_label"]) == (2, "system")
    assert {one["audience"] for one in notices} == set(audiences)
    assert [one["party"] for one in sorted(notices, key=lambda one: str(one["audience"]))] == [
        "customs",
        "customs",
        None,
    ]
    assert notices[0]["key"] == f"step:{clock}:red:0:{int(NOON.timestamp())}:{notices[0]['audience']}"
    assert all(one["event_id"] == event["id"] for one in notices)
    assert (row["version"], row["heat"], row["breached"]) == (2, 2, True)


async def test_a_warning_before_due_is_no_breach_and_quiet_hours_hold_back_only_the_telling(
    database: Database,
) -> None:
    await rows.house(database)
    issue, clock = await red_clock(database)
    early = NOON - DAY
    await rows.a_step(
        database, issue, clock, step="yellow", at=early, due=NOON, tell_after=timedelta(hours=9)
    )
    async with database.statement() as connection:
        await clocks.sweep(connection, now=early)
        breached = await connection.fetchval("select breached from clock")
        told = await connection.fetchval("select next_at from notice")
    assert breached is False
    assert told == early + timedelta(hours=9)


async def test_steps_of_one_issue_keep_their_order_and_its_trail_its_numbers(database: Database) -> None:
    await rows.house(database)
    issue, clock = await red_clock(database)
    for step, hours in (("supervise", 3), ("yellow", 1), ("red", 2)):
        at = NOON + timedelta(hours=hours)
        await rows.a_step(database, issue, clock, step=step, at=at, due=NOON)
    async with database.statement() as connection:
        await clocks.sweep(connection, now=NOON + DAY)
        trail = await connection.fetch("select seq, data ->> 'step' as step, hash from event order by seq")
    assert [(row["seq"], row["step"]) for row in trail] == [
        (1, None),
        (2, "yellow"),
        (3, "red"),
        (4, "supervise"),
    ]
    assert all(row["hash"] for row in trail)


async def test_two_sweepers_at_once_fire_each_step_exactly_once(database: Database) -> None:
    await rows.house(database)
    for number in range(1, 13):
        issue, clock = await red_clock(database, number)
        for minute in range(4):
            at = NOON + timedelta(minutes=minute)
            await rows.a_step(database, issue, clock, step="urge", ordinal=minute, at=at, due=NOON)

    async def sweeper() -> int:
        fired = 0
        for _ in range(30):
            async with database.statement() as connection:
                fired += len((await clocks.sweep(connection, now=NOON + DAY, limit=5)).fired)
        return fired

    counts = await asyncio.gather(sweeper(), sweeper(), sweeper())
    assert sum(counts) == 48
    assert await one(database, "select count(*) from notice") == 48
    assert await one(database, "select count(*) from event where kind = 'stepped'") == 48
    assert await one(database, "select min(version) from issue") == 5


async def test_an_issue_somebody_works_on_is_left_for_the_next_sweep(database: Database) -> None:
    await rows.house(database)
    issue, clock = await red_clock(database)
    await rows.a_step(database, issue, clock, step="red", at=NOON, due=NOON)
    async with database.transaction() as session:
        await session.execute(text("select 1 from issue where id = :id for update"), {"id": issue})
        async with database.statement() as connection:
            meanwhile = await clocks.sweep(connection, now=NOON)
    async with database.statement() as connection:
        after = await clocks.sweep(connection, now=NOON)
    assert (len(meanwhile.fired), len(after.fired)) == (0, 1)


async def test_one_row_that_cannot_move_is_set_aside_and_the_others_fire(database: Database) -> None:
    await rows.house(database)
    bad, clock = await red_clock(database, 1)
    await rows.a_step(database, bad, clock, step="red", at=NOON, due=NOON)
    good, other = await red_clock(database, 2)
    await rows.a_step(database, good, other, step="red", at=NOON, due=NOON)
    async with database.statement() as connection:
        await connection.execute(
            "update issue set version = 7 where id = $1", bad
        )  # its trail now lacks events
        swept = await clocks.sweep(connection, now=NOON)
        state = await connection.fetchrow("select state, error from clock_step where issue_id = $1", bad)
    assert [one.issue_id for one in swept.fired] == [good]
    assert len(swept.failed) == 1
    assert state["state"] == "failed"
    assert "no predecessor" in state["error"]


async def test_the_next_due_instant_counts_steps_of_both_ways(database: Database) -> None:
    await rows.house(database)
    issue, clock = await red_clock(database)
    async with database.statement() as connection:
        assert await clocks.due_next(connection) is None
    await rows.a_step(database, issue, clock, step="red", at=NOON, due=NOON)
    await rows.a_step(database, issue, clock, step="lapse", at=NOON - DAY, due=NOON, by_verb=True)
    async with database.statement() as connection:
        assert await clocks.due_next(connection) == NOON - DAY
