"""The same duties by Prefect and without it, in a real process with the real API in its thread."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from engine.database import Database
from engine.postgres import EmbeddedPostgres
from flows.silent_runs import listen_anew
from flows.timetable import TIMETABLE
from tests.flows import rows

PASSWORD = "tests:secret"
BIN = Path(sys.executable).parent
PROMPT = 5  # seconds: a shift was at work, not the watchdog that looks after six


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """The process under test."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.process, self.port = process, port

    async def told(self, what: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what}\n".encode())
        await self.answer(f"{what} done")

    async def answer(self, expected: str) -> None:
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), 60)
        assert line.decode().strip() == expected


@asynccontextmanager
async def embedded(service: str, owner: str, data: Path) -> AsyncIterator[Running]:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.flows.embedded", service, owner, str(data), str(port)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PREFECT_SERVER_API_AUTH_STRING": PASSWORD},
    )
    running = Running(process, port)
    await running.answer("started")
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def ever(database: Database, sql: str, expected: object, *, within: float = 90) -> None:
    """Until the database says so."""
    found: object = None
    for _ in range(int(within / 0.05)):
        async with database.statement() as connection:
            found = await connection.fetchval(sql)
        if found == expected:
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"{sql} gave {found!r}, not {expected!r}, in {within} s")


async def step_in(database: Database, number: int, ahead: timedelta) -> None:
    """An issue whose clock turns red so much later than now."""
    now = datetime.now(UTC)
    issue = await rows.an_issue(database, number, at=now)
    clock = await rows.a_clock(database, issue, started=now, due=now + ahead)
    await rows.a_step(database, issue, clock, step="red", at=now + ahead, due=now + ahead)


async def lateness(database: Database) -> list[float]:
    async with database.statement() as connection:
        found = await connection.fetch(
            "select extract(epoch from fired_at - at)::float8 as late from clock_step where fired_at is not null"
        )
    return [row["late"] for row in found]


async def flow_runs(postgres: EmbeddedPostgres) -> list[Any]:
    return await on_prefect(
        postgres,
        "select r.state_type::text as state, f.name, r.tags from flow_run r join flow f on f.id = r.flow_id",
    )


async def test_a_shift_by_prefect_fires_in_time_is_drained_and_leaves_what_it_did(
    postgres: EmbeddedPostgres, database: Database, service_url: str, database_url: str, tmp_path: Path
) -> None:
    await rows.house(database)
    async with embedded(service_url, database_url, tmp_path) as process:
        await process.told("wait")
        await ever(database, "select mode from duty where name = 'watch-clocks'", "prefect")
        for number in range(1, 6):
            await step_in(database, number, timedelta(seconds=0.3 * number))
        await ever(database, "select count(*) from clock_step where state = 'fired'", 5)
        await ever(database, "select count(*) from notice where state = 'sent'", 5)
        await process.told("stop")
        assert await process.process.wait() == 0
    assert len(list((tmp_path / "mailbox").glob("*.eml"))) == 5
    assert max(await lateness(database)) < PROMPT
    watched = [run for run in await flow_runs(postgres) if run["name"] == "watch-clocks"]
    assert {run["state"] for run in watched} == {"COMPLETED"}
    assert any("QL-000001" in run["tags"] for run in watched)


async def test_after_a_kill_nothing_is_repeated_dead_runs_are_marked_and_work_goes_on_without_prefect(
    postgres: EmbeddedPostgres, database: Database, service_url: str, database_url: str, tmp_path: Path
) -> None:
    await rows.house(database)
    async with embedded(service_url, database_url, tmp_path) as process:
        await process.told("wait")
        await ever(database, "select mode from duty where name = 'watch-clocks'", "prefect")
        for number in range(1, 11):
            await step_in(database, number, timedelta(seconds=0.05 * number))
        await ever(database, "select count(*) > 2 from notice where state = 'sent'", True)
        process.process.kill()
        await process.process.wait()
    await on_prefect(
        postgres,
        "update flow_run_state set timestamp = timestamp - interval '1 hour' where type = 'RUNNING'",
    )
    await let_leases_end(database)
    async with embedded(service_url, database_url, tmp_path) as process:
        await ever(database, "select count(*) from notice where state = 'sent'", 10)
        for _ in range(400):
            if not await on_prefect(postgres, LEFT_RUNNING):
                break
            await asyncio.sleep(0.1)
        assert not await on_prefect(postgres, LEFT_RUNNING)
        await process.told("cut")
        async with database.statement() as connection:
            await connection.execute("update clock_step set fired_at = null")
        for number in range(11, 21):
            await step_in(database, number, timedelta(seconds=0.1 * number))
        await ever(database, "select count(*) from notice where state = 'sent'", 20)
        await ever(database, "select mode from duty where name = 'watch-clocks'", "direct")
        await process.told("stop")
        await asyncio.wait_for(process.process.wait(), 60)
    assert max(await lateness(database)) < PROMPT
    assert len(list((tmp_path / "mailbox").glob("*.eml"))) == 20
    async with database.statement() as connection:
        assert await connection.fetchval("select count(*) from event where kind = 'stepped'") == 20


LEFT_RUNNING = """select r.id from flow_run r join flow_run_state s on s.id = r.state_id
 where s.type = 'RUNNING' and s.timestamp < now() - interval '30 minutes'"""


async def on_prefect(postgres: EmbeddedPostgres, sql: str) -> list[Any]:
    prefect = await asyncpg.connect(host=str(postgres.sockets), user="owner", database="prefect")
    try:
        return await prefect.fetch(sql)
    finally:
        await prefect.close()


async def let_leases_end(database: Database) -> None:
    """As if two minutes had passed since the process died."""
    async with database.statement() as connection:
        await connection.execute(
            "update notice set next_at = next_at - interval '2 minutes' where state = 'taken'"
        )


FIRST = """select f.name, r.id::text from flow_run r join flow f on f.id = r.flow_id
 where r.deployment_id is not null and not r.auto_scheduled order by 1"""
ABRUPT = """with run as (update flow_run set state_type = 'PENDING', state_name = 'Pending' where id = '{}' returning state_id)
 update flow_run_state set type = 'PENDING', name = 'Pending', timestamp = now() - interval '1 hour'
 where id in (select state_id from run)"""
SHORT = """update flow_run set parameters = '{{"seconds": 1}}' where id = '{}'"""
STATES = "select id::text, state_type::text as state from flow_run where not auto_scheduled"
LISTENING = """insert into automation_bucket (automation_id, trigger_id, bucketing_key, start, "end", count)
 select id, gen_random_uuid(), '["a run"]', now() - interval '1 hour', now() - interval '59 minutes', 0 from automation"""
SILENT = """select 1 from automation_bucket where "end" < now()"""


async def test_the_timetable_is_deployed_once_its_first_shifts_begin_and_what_died_on_the_way_is_marked(
    postgres: EmbeddedPostgres, database: Database, service_url: str, database_url: str, tmp_path: Path
) -> None:
    await rows.house(database)
    async with embedded(service_url, database_url, tmp_path / "server") as process:
        await process.told("wait")
        told = remote(service_url, process.port, tmp_path)
        for _ in range(2):
            assert "registered watch-clocks/watch-clocks" in await output("qingling", "deploy", env=told)
        first = {row["name"]: row["id"] for row in await on_prefect(postgres, FIRST)}
        assert list(first) == ["deliver", "seal-trail", "watch-clocks"]
        assert len(await on_prefect(postgres, FIRST)) == len(first), "deployed twice, begun once"
        await on_prefect(postgres, ABRUPT.format(first["seal-trail"]))
        await on_prefect(postgres, SHORT.format(first["watch-clocks"]))
        await output("prefect", "flow-run", "execute", first["watch-clocks"], env=told)  # as a worker does
        ends = {first["seal-trail"]: "CRASHED", first["watch-clocks"]: "COMPLETED"}
        for _ in range(900):
            states = {row["id"]: row["state"] for row in await on_prefect(postgres, STATES)}
            if ends.items() <= states.items():
                break
            await asyncio.sleep(0.1)
        assert ends.items() <= states.items()
        await process.told("stop")
    names = sorted(duty.name for duty in TIMETABLE)
    deployed = await on_prefect(
        postgres, "select name, concurrency_limit_id as lease from deployment order by 1"
    )
    assert [(row["name"], row["lease"]) for row in deployed] == [(name, None) for name in names]
    planned = await on_prefect(postgres, "select distinct deployment_id from flow_run where auto_scheduled")
    assert len(planned) == len(names)
    assert len(await on_prefect(postgres, "select id from automation")) == 1
    limits = "select name, concurrency_limit as most from work_queue where name <> 'default' order by 1"
    shifts = {duty.name: 2 if duty.shift else 1 for duty in TIMETABLE}
    assert {row["name"]: row["most"] for row in await on_prefect(postgres, limits)} == shifts
    await on_prefect(postgres, LISTENING)
    await listen_anew(postgres.url("prefect"))
    assert not await on_prefect(postgres, SILENT), "what the server could not hear is no silence"


def remote(service: str, port: int, home: Path) -> dict[str, str]:
    """The environment of another machine."""
    told = {
        "QINGLING_DATABASE_URL": service,
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_API_AUTH_STRING": PASSWORD,
        "PREFECT_HOME": str(home / "prefect"),
        "DO_NOT_TRACK": "1",
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | told


async def output(program: str, *arguments: str, env: dict[str, str]) -> str:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        BIN / program, *arguments, env=env, stdout=pipe, stderr=pipe
    )
    out, err = await asyncio.wait_for(process.communicate(), 300)
    assert process.returncode == 0, err.decode()
    return out.decode()
