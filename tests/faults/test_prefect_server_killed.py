"""On several machines the Prefect server is killed: intake, clocks and notices go on, and shifts are taken back from it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from sqlmodel import select

from bench.soak_house import House, answers, kill
from engine.database import Database
from engine.model.person import Person
from engine.postgres import EmbeddedPostgres
from engine.settings import Settings
from flows.background import prefect_database
from flows.simulation.people import make_people
from flows.timetable import TIMETABLE
from qingling.house import load_catalog
from tests.faults.conftest import FIXED, until
from tests.faults.installation import free_port
from web.sessions import open_for

FIRST = """select f.name from flow_run r join flow f on f.id = r.flow_id
 where r.deployment_id is not null and not r.auto_scheduled order by 1"""
OURS = "not auto_scheduled and flow_id = (select id from flow where name = $1)"
STATE = f"select state_type::text from flow_run where {OURS}"
LASTS = f"update flow_run set parameters = jsonb_build_object('seconds', $2::int) where {OURS}"
STUCK = f"""with run as (update flow_run set state_type = 'PENDING', state_name = 'Pending' where {OURS} returning state_id)
 update flow_run_state set type = 'PENDING', name = 'Pending', timestamp = now() - interval '1 hour'
 where id in (select state_id from run)"""
LISTENED = "select count(*) from automation_bucket"
UNHEARD = """update automation_bucket set "end" = now() - interval '1 second'"""  # as if it had been away for an hour
SILENT = """select count(*) from automation_bucket where "end" < now()"""
MODE = "select mode from duty where name = $1"
SENT = "select count(*) from notice where state = 'sent' and payload->>'reference' = $1 and kind = 'received'"
SOON = """update clock_step set at = now() where id = (select id from clock_step
 where state = 'armed' and not by_verb order by at, id limit 1) returning id"""
FIRED = "select state = 'fired' from clock_step where id = $1"
REPEATED = """select (select count(*) from event where kind = 'stepped') - (select count(*) from clock_step where state = 'fired')"""


@dataclass
class Machines:
    """A Prefect server, a web process and a worker; the two databases; an operator."""

    house: House
    ours: asyncpg.Connection
    prefect: asyncpg.Connection
    operator: httpx.Client

    def report(self, external_id: str) -> str:
        """Log a call; its reference."""
        body = {
            "channel": "customs-12360",
            "external_id": external_id,
            "at": datetime.now(UTC).isoformat(),
            "text": FIXED,
            "enterprise": f"天津{external_id}贸易有限公司",
            "mail": f"{external_id}@enterprise.invalid",
        }
        answer = self.operator.post("/api/v1/reports", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["references"][0])

    async def goes(self, duty: str, *modes: str) -> None:
        """Until the duty is seen to by one of these roads."""

        async def so() -> bool:
            return await self.ours.fetchval(MODE, duty) in modes

        await until(so)

    async def ends(self, duty: str, state: str) -> None:
        """Until the first run of the duty is in that state."""

        async def so() -> bool:
            return await self.prefect.fetchval(STATE, duty) == state

        await until(so)


async def prepared(database: Database) -> str:
    """Rules and people of the port; the token of an operator."""
    now = datetime.now(UTC)
    await load_catalog(database, Settings(_env_file=None), now=now)  # type: ignore[call-arg]
    async with database.transaction() as session:
        await make_people(session, password_hash="nobody signs in here")
        await session.flush()
        who = select(Person).where(Person.login == "operator.tianjin-customs")
        return open_for(session, (await session.execute(who)).scalar_one(), now=now).token


@pytest.fixture
async def machines(
    postgres: EmbeddedPostgres, database: Database, database_url: str, service_url: str, tmp_path: Path
) -> AsyncIterator[Machines]:
    token, web = await prepared(database), free_port()
    settings = {"QINGLING_DATABASE_URL": service_url, "QINGLING_POOL_SIZE": "4"}
    house = House(tmp_path, settings, prefect_port=free_port(), web_ports=[web])
    house.start_prefect(await prefect_database(database_url))
    where: dict[str, Any] = {"host": str(postgres.sockets), "user": "owner"}
    ours = await asyncpg.connect(**where, database=database_url.partition("?")[0].rpartition("/")[2])
    prefect = await asyncpg.connect(**where, database="prefect")
    bearer = {"Authorization": f"Bearer {token}"}
    operator = httpx.Client(base_url=f"http://127.0.0.1:{web}", headers=bearer, timeout=60)
    try:
        with operator:
            yield Machines(house, ours, prefect, operator)
    finally:
        house.stop()
        await ours.close()
        await prefect.close()


async def test_without_the_prefect_server_work_goes_on_and_with_it_shifts_do(machines: Machines) -> None:
    house, ours, prefect = machines.house, machines.ours, machines.prefect
    house.deploy()  # once more
    assert [row["name"] for row in await prefect.fetch(FIRST)] == ["deliver", "seal-trail", "watch-clocks"]
    assert await prefect.fetchval("select count(*) from automation") == 1
    await prefect.execute(LASTS, "watch-clocks", 900)
    await prefect.execute(LASTS, "deliver", 1)
    await prefect.execute(STUCK, "seal-trail")
    house.start(workers=1)
    await machines.goes("watch-clocks", "prefect")
    await machines.ends("deliver", "COMPLETED")
    await machines.ends("seal-trail", "CRASHED")
    await until(lambda: prefect.fetchval(LISTENED))

    server = house.parts["prefect"]
    assert server.process is not None
    kill(server.process.pid)
    server.process.wait()
    await prefect.execute(UNHEARD)
    reference = machines.report("without-prefect")
    await until(lambda: ours.fetchval(SENT, reference))
    await machines.goes("watch-clocks", "direct")
    step = await ours.fetchval(SOON)
    await until(lambda: ours.fetchval(FIRED, step))

    server.start()

    async def healthy() -> bool:
        return answers(f"http://127.0.0.1:{house.prefect_port}/api/health")

    await until(healthy)
    assert await prefect.fetchval(SILENT) == 0
    await machines.goes("watch-clocks", "prefect")
    reference = machines.report("with-prefect")
    await until(lambda: ours.fetchval(SENT, reference))
    assert await prefect.fetchval(STATE, "watch-clocks") == "RUNNING"
    assert house.parts["worker1"].alive
    assert await ours.fetchval(REPEATED) == 0
    letters = [one.name for one in (house.folder / "data" / "mailbox").rglob("*.eml")]
    assert len(letters) == await ours.fetchval("select count(*) from notice where state = 'sent'")
    names = sorted(duty.name for duty in TIMETABLE)
    assert [row["name"] for row in await prefect.fetch("select name from deployment order by 1")] == names
    planned = "select count(distinct deployment_id) from flow_run where auto_scheduled"
    assert await prefect.fetchval(planned) == len(names)
