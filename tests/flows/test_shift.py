"""A shift fires in time, survives a lost database connection, ends when asked; the watchdog covers a dead one."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic

import asyncpg
from sqlalchemy.exc import DBAPIError

from engine.database import Database
from engine.outage import passing
from engine.ports import Delivery
from engine.postgres import EmbeddedPostgres
from engine.store import duties
from flows.duties import clocks, outbox
from flows.now import Clockwork, wall
from flows.probe import direct
from flows.roads import cover
from flows.runs import Run
from flows.runtime import Runtime
from flows.shift import Shift
from flows.timetable import TIMETABLE
from tests.flows import rows
from tests.flows.wired import NOON, Hand, Postbox, use

WATCHING = next(duty for duty in TIMETABLE if duty.name == "watch-clocks")
STALE = timedelta(seconds=6)


def live(database: Database, postbox: Postbox | None = None) -> Runtime:
    return use(database, Hand(NOON), postbox or Postbox(), clock=Clockwork(wall=wall))


def shift(wired: Runtime, name: str = "watch-clocks") -> Shift:
    due, work = (outbox.due_next, outbox.run) if name == "deliver" else (clocks.due_next, clocks.run)
    return Shift(wired, name, due=due, work=work, mode=direct, run=Run(wired, name, road="direct"))


async def red_in(database: Database, number: int, seconds: float) -> None:
    now = datetime.now(UTC)
    at = now + timedelta(seconds=seconds)
    issue = await rows.an_issue(database, number, at=now)
    clock = await rows.a_clock(database, issue, started=now, due=at)
    await rows.a_step(database, issue, clock, step="red", at=at, due=at)


async def worst(database: Database) -> float:
    async with database.statement() as connection:
        late = await connection.fetchval(
            "select max(extract(epoch from fired_at - at))::float8 from clock_step"
        )
    return float(late)


async def test_steps_fire_within_a_second_also_those_written_meanwhile_and_notices_follow(
    database: Database,
) -> None:
    await rows.house(database)
    await red_in(database, 1, 0.5)
    postbox = Postbox()
    wired = live(database, postbox)
    watching = asyncio.gather(shift(wired).keep(2.5), shift(wired, "deliver").keep(2.5))
    await asyncio.sleep(0.7)
    for number in range(2, 12):
        await red_in(database, number, 0.05 * number)
    done, sent = await watching
    assert done.counts == {"red": 11}
    assert sent.counts == {"sent": 11}
    assert await worst(database) < 1
    assert len(postbox.letters) == 11


async def test_a_shift_ends_when_the_process_is_asked_to_stop(database: Database) -> None:
    wired = live(database)
    watching = asyncio.ensure_future(shift(wired).keep(60))
    await asyncio.sleep(0.2)
    begun = monotonic()
    wired.stopping.set()
    await watching
    assert monotonic() - begun < 0.5


async def test_a_shift_goes_on_after_its_connections_were_cut(
    postgres: EmbeddedPostgres, database: Database
) -> None:
    await rows.house(database)
    await red_in(database, 1, 1.2)
    wired = live(database)
    watching = asyncio.ensure_future(shift(wired).keep(3.5))
    await asyncio.sleep(0.4)
    keeper = await asyncpg.connect(host=str(postgres.sockets), user="owner", database="postgres")
    name = database.engine.url.database
    await keeper.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()",
        name,
    )
    await keeper.close()
    done = await watching
    assert done.counts == {"red": 1}


async def test_the_heartbeat_says_what_was_done_and_is_kept_while_idle(database: Database) -> None:
    await rows.house(database)
    await red_in(database, 1, 0)
    await shift(live(database)).keep(0.2)
    await shift(live(database)).keep(0.2)
    async with database.transaction() as session:
        (duty,) = await duties.every(session)
    assert (duty.name, duty.mode) == ("watch-clocks", "direct")
    assert duty.result["counts"] == {"red": 1}
    assert duty.last_ok_at is not None
    assert datetime.now(UTC) - duty.last_ok_at < timedelta(seconds=5)


async def test_a_mail_server_that_hangs_is_no_dead_shift(database: Database) -> None:
    await rows.house(database)
    await rows.a_notice(database, "k", at=datetime.now(UTC))
    watching = asyncio.ensure_future(shift(live(database, Slow(2.6)), "deliver").keep(3))
    await asyncio.sleep(2.4)
    async with database.statement() as connection:
        assert (await duties.last_seen(connection, "deliver"))[0] is not None
    assert (await watching).counts == {"sent": 1}


class Slow(Postbox):
    """Takes its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    async def send(self, key: str, to: tuple[str, ...], message: bytes) -> Delivery:
        await asyncio.sleep(self.seconds)
        return await super().send(key, to, message)


async def test_the_watchdog_leaves_a_living_shift_alone_and_covers_a_dead_one(database: Database) -> None:
    await rows.house(database)
    await red_in(database, 1, 0)
    wired = live(database)
    async with database.statement() as connection:
        await duties.beat(connection, "watch-clocks", at=wall(), mode="prefect")
    assert not await cover(WATCHING, wired, older_than=STALE)
    for number, away in enumerate(
        (timedelta(seconds=7), timedelta(hours=-1)), 1
    ):  # or the clock went back an hour
        await red_in(database, number + 1, 0)
        async with database.statement() as connection:
            await duties.beat(connection, "watch-clocks", at=wall() - away, mode="prefect")
        assert await cover(WATCHING, wired, older_than=STALE)
        async with database.statement() as connection:
            assert await connection.fetchval("select count(*) from notice") == number + 1


def test_shifts_overlap_by_ten_seconds() -> None:
    shifts = [duty for duty in TIMETABLE if duty.shift]
    assert {duty.name for duty in shifts} == {"watch-clocks", "deliver", "seal-trail"}
    assert all(duty.seconds - duty.every.total_seconds() == 10 for duty in shifts)


def test_what_passes_by_itself_is_told_from_what_a_row_is_to_blame_for() -> None:
    dropped = asyncpg.ConnectionDoesNotExistError("gone")
    deadlock = DBAPIError("", {}, Told("40P01"))
    assert passing(dropped)
    assert passing(deadlock)
    assert passing(ConnectionRefusedError())
    assert passing(asyncpg.InternalClientError("cannot switch to state 12"))
    assert passing(DBAPIError("", {}, wrapping(asyncpg.InternalClientError("cut in the middle"))))
    assert not passing(DBAPIError("", {}, Told("23505")))
    assert not passing(ValueError("a clock's body cannot be read"))


def wrapping(cause: Exception) -> Exception:
    """The driver's error as SQLAlchemy hands it on."""
    error = Exception("cut")
    error.__cause__ = cause
    return error


class Told(Exception):
    """An error of the driver, with the code PostgreSQL gave it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate
