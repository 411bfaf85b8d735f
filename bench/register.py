"""Registrations per second by HTTP at 16 clients, beside the same rows written by one prepared statement."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import httpx
import orjson
import typer
from sqlalchemy import select
from sqlmodel import col

from bench import cpu
from bench.serving import POOL
from engine.actions.in_force import InForce, load_in_force
from engine.actions.register import values
from engine.database import Database
from engine.model.actor import Actor
from engine.model.person import Person
from engine.model.words import Role
from engine.settings import Settings
from engine.store.people import actor
from engine.store.register import REGISTER, arguments
from flows.simulation.people import make_people
from intake import hotline
from intake.desk import Desk, read
from qingling.house import House, load_catalog, open_house
from web.sessions import open_for

CLIENTS = 16
MOST = 6000  # a second: rows worked out beforehand for the bare statement
REPORT = {
    "text": "我司一批冷冻牛肉三天前到港，已放行但码头一直约不上提箱，冷藏箱插电费每天都在涨，请尽快协调提离。",
    "enterprise": "天津凛冬冻品贸易有限公司",
    "reporter": "王某",
    "phone": "13900001234",
    "mail": "report@enterprise.invalid",
    "kind": "help",
    "urgency": "normal",
}


async def prepared(settings: Settings, house: House) -> tuple[InForce, Actor, str, str]:
    """Publish the catalogue and an operator: the rules, the operator, a session token and a channel of theirs."""
    database, now = Database(house.url), datetime.now(UTC)
    directory = await load_catalog(database, settings, now=now)
    async with database.transaction() as session:
        await make_people(session, password_hash="nobody signs in here")
    async with database.transaction() as session:
        operator = (
            (
                await session.execute(
                    select(Person).where(col(Person.role) == Role.OPERATOR).order_by(col(Person.login))
                )
            )
            .scalars()
            .first()
        )
        assert operator is not None
        token = open_for(session, operator, now=now).token
        rules = await load_in_force(session, zone=settings.timezone, prefix=settings.reference_prefix)
    await database.close()
    channel = next(one.key for one in directory.channels if one.owner == operator.owner)
    return rules, actor(operator), token, channel


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(url: str, port: int, pool: int) -> subprocess.Popen[bytes]:
    """The application in a process of its own, once it is ready."""
    environment = os.environ | {"QINGLING_DATABASE_URL": url, POOL: str(pool)}
    command = "-m uvicorn bench.serving:app --factory --no-access-log --log-level warning --loop uvloop --http httptools"
    server = subprocess.Popen([sys.executable, *command.split(), "--port", str(port)], env=environment)
    for _ in range(200):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200:
                return server
        except httpx.TransportError:
            time.sleep(0.1)
    server.terminate()
    raise SystemExit("the application did not become ready")


def by_http(port: int, token: str, body: dict[str, Any], *, prefix: str, seconds: float) -> list[float]:
    """Latencies of registrations by HTTP, from clients in a process of their own."""
    told = {
        "port": port,
        "path": "/api/v1/reports",
        "headers": f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n",
        "body": body,
        "prefix": prefix,
        "clients": CLIENTS,
        "seconds": seconds,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.wire_client"],
        input=orjson.dumps(told),
        stdout=subprocess.PIPE,
        check=True,
    )
    return list(orjson.loads(done.stdout))


async def by_statement(url: str, rows: Sequence[list[Any]], seconds: float) -> list[float]:
    """Latencies of the same rows written by the same statement, prepared, with nothing else around it."""
    times: list[float] = []
    waiting = iter(rows)
    connections = [await asyncpg.connect(url.replace("+asyncpg", "")) for _ in range(CLIENTS)]
    until = time.perf_counter() + seconds

    async def write(connection: Any) -> None:
        statement = await connection.prepare(REGISTER)
        for row in waiting:
            before = time.perf_counter()
            if before > until:
                return
            await statement.fetch(*row)
            times.append(time.perf_counter() - before)

    await asyncio.gather(*(write(one) for one in connections))
    for one in connections:
        await one.close()
    return times


def argument_rows(rules: InForce, by: Actor, body: dict[str, Any], prefix: str, many: int) -> list[list[Any]]:
    """What the statement is given for so many registrations, worked out beforehand."""
    desk = Desk(rules=rules, now=datetime.now(UTC))
    made = []
    for number in range(many):
        form = read(hotline.HotlineForm, body | {"external_id": f"{prefix}-{number}"}, desk)
        made.append(arguments(values(hotline.normalised(form, desk), by=by, now=desk.now, rules=rules)))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What both kinds of run share."""

    url: str
    port: int
    token: str
    rules: InForce
    operator: Actor
    body: dict[str, Any]
    seconds: float
    app: int  # process ids
    postgres: int

    def over_http(self, run: int) -> tuple[float, str]:
        """One run by HTTP: its rate, and the line that tells it."""
        app, rows = cpu.of_process(self.app), cpu.of_family(self.postgres)
        times = by_http(self.port, self.token, self.body, prefix=f"http{run}", seconds=self.seconds)
        spent = cpu.of_process(self.app) - app, cpu.of_family(self.postgres) - rows
        return told("by HTTP", times, self.seconds, spent)

    def by_hand(self, run: int) -> tuple[float, str]:
        """One run of the bare statement."""
        many = int(self.seconds * MOST)
        rows = argument_rows(self.rules, self.operator, self.body, f"sql{run}", many)
        client, server = time.process_time(), cpu.of_family(self.postgres)
        times = asyncio.run(by_statement(self.url, rows, self.seconds))
        spent = time.process_time() - client, cpu.of_family(self.postgres) - server
        return told("by prepared statement", times, self.seconds, spent)


def told(name: str, times: Sequence[float], seconds: float, spent: tuple[float, float]) -> tuple[float, str]:
    """Rate, latencies, and processor time a registration of the writing process and of PostgreSQL."""
    cuts, rate = statistics.quantiles(times, n=100), len(times) / seconds
    here, there = (part / len(times) * 1e3 for part in spent)
    latencies = f"p50 {cuts[49] * 1e3:6.2f} ms   p99 {cuts[98] * 1e3:6.2f} ms"
    return rate, f"  {name:<22}{rate:7.0f} /s   {latencies}   CPU {here:.2f} + {there:.2f} ms"


def main(
    seconds: Annotated[float, typer.Option(help="Length of each run.")] = 5.0,
    runs: Annotated[int, typer.Option(help="Runs of each kind, in turn.")] = 3,
    pool: Annotated[int, typer.Option(help="Connections of the application.")] = 8,
) -> None:
    """Run both in turn on one embedded PostgreSQL with its default durability."""
    with tempfile.TemporaryDirectory(prefix="qingling-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL does not run as root and must reach it
        settings = Settings(data=Path(folder), database_url=None)
        house = asyncio.run(open_house(settings))
        port = free_port()
        rules, operator, token, channel = asyncio.run(prepared(settings, house))
        server = serve(house.url, port, pool)
        try:
            bench = Bench(
                url=house.url,
                port=port,
                token=token,
                rules=rules,
                operator=operator,
                body=REPORT | {"channel": channel},
                seconds=seconds,
                app=server.pid,
                postgres=postmaster(house),
            )
            compare(bench, runs)
        finally:
            server.terminate()
            server.wait()
            house.close()


def postmaster(house: House) -> int:
    """The process id of the embedded server."""
    assert house.postgres is not None
    return int((house.postgres.data / "postmaster.pid").read_text().split()[0])


def compare(bench: Bench, runs: int) -> None:
    """Alternate, print every run, end with the medians and their ratio."""
    by_http(bench.port, bench.token, bench.body, prefix="warm", seconds=1)
    print(
        f"register, {CLIENTS} clients, {runs} × {bench.seconds:g} s each; CPU is that of the writer + PostgreSQL"
    )
    http: list[float] = []
    direct: list[float] = []
    for run in range(runs):
        for rates, measured in ((http, bench.over_http), (direct, bench.by_hand)):
            rate, line = measured(run)
            rates.append(rate)
            print(line, flush=True)
    left, right = statistics.median(http), statistics.median(direct)
    print(f"median: {left:.0f} /s by HTTP, {right:.0f} /s by prepared statement, ratio {left / right:.2f}")


if __name__ == "__main__":
    typer.run(main)
