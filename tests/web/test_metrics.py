"""Figures for Prometheus: who may read them, and that they say what is so."""

import json
import logging

from engine.database import Database
from engine.logs import Json, Line, about
from engine.store import duties, marks
from tests.wire import Wire

BEHIND_A_PROXY = {"x-forwarded-for": "203.0.113.7"}


async def lines(wire: Wire) -> dict[str, float]:
    text = (await (await wire.client()).get("/metrics")).text
    pairs = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


async def test_queues_lateness_and_request_times_are_told(wire: Wire, database: Database) -> None:
    world = wire.world
    await world.report()
    async with database.statement() as connection:
        await duties.beat(connection, "deliver", at=world.now, mode="prefect", result={"late_seconds": 0.7})
        for _ in range(2):
            await duties.late(connection, "deliver", {0.1: 3, 1.0: 1, float("inf"): 1}, seconds=20.0)
    look = {"at": world.now.isoformat(), "failed": 0, "ok_at": world.now.isoformat()}
    async with database.transaction() as session:
        await marks.write(session, marks.MAILBOX, look)
    world.later(hours=2)
    await (await wire.program("admin")).get("/api/v1/issues")
    found = await lines(wire)
    assert found['qingling_queue_depth{queue="notices"}'] == 1
    assert found['qingling_queue_age_seconds{queue="notices"}'] == 7200
    assert found['qingling_queue_due{queue="triage"}'] == 1
    assert found['qingling_lateness_seconds_bucket{duty="deliver",le="0.1"}'] == 6
    assert found['qingling_lateness_seconds_bucket{duty="deliver",le="1.0"}'] == 8
    assert found['qingling_lateness_seconds_count{duty="deliver"}'] == 10
    assert found['qingling_lateness_seconds_sum{duty="deliver"}'] == 40
    assert found['qingling_duty_latest_seconds{duty="deliver"}'] == 0.7
    assert found["qingling_unsealed_seconds"] == 7200
    assert found["qingling_mailbox_age_seconds"] == 7200
    route = 'qingling_request_seconds_count{method="GET",route="/api/v1/issues",status="200"}'
    assert found[route] == 1


async def test_figures_are_for_this_machine_and_for_who_looks_after_it(wire: Wire) -> None:
    async def asked(login: str) -> int:
        program = await wire.program(login)
        return (await program.get("/metrics", headers=BEHIND_A_PROXY)).status_code

    stranger = await wire.client(BEHIND_A_PROXY)
    assert (await stranger.get("/metrics")).status_code == 401
    assert [await asked(login) for login in ("admin", "auditor", "taskforce")] == [200, 200, 403]


async def test_a_process_without_its_clock_is_not_alive(wire: Wire) -> None:
    browser = await wire.client()
    wire.app.state.vital["clock"] = lambda: True
    assert (await browser.get("/healthz")).json() == {"alive": True, "clock": True}
    wire.app.state.vital["clock"] = lambda: False
    assert (await browser.get("/healthz")).status_code == 503


async def test_every_answer_names_its_request(wire: Wire) -> None:
    browser = await wire.client()
    ids = {(await browser.get("/healthz")).headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3


def test_log_lines_carry_the_ids_of_what_is_worked_on() -> None:
    record = logging.LogRecord("engine", logging.INFO, "file", 1, "sent at try %s", (2,), None)
    record.ids = {"event": 7}
    with about(duty="deliver", flow_run="r1"), about(notice="event-7", issue=None):
        told = json.loads(Json().format(record))
        line = Line().format(record)
    assert told["message"] == "sent at try 2"
    assert (told["duty"], told["flow_run"], told["notice"], told["event"]) == ("deliver", "r1", "event-7", 7)
    assert "issue" not in told
    assert line.endswith("INFO engine sent at try 2 duty=deliver flow_run=r1 notice=event-7 event=7")
