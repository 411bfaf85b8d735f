"""The database restarted twice beneath two web processes under load: each acknowledged report is there once."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from engine.settings import ROOT
from tests.faults.conftest import House, socket_folder, until
from tests.faults.installation import free_port

EACH = 30  # reports by each of two callers
STORED = "select count(*) from report where external_id = any($1)"
LONGEST = 60.0  # seconds of refusal, on a machine busy with other things; figures are printed


class Caller(threading.Thread):
    """Logs call after call at one process, each until it is acknowledged; keeps how it was refused."""

    def __init__(self, house: House, address: str, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.house, self.acknowledged = house, list[str]()
        self.refusals: list[httpx.Response] = []
        self.longest = 0.0
        self.client = httpx.Client(base_url=address, headers=house.operator.headers, timeout=60)

    def run(self) -> None:
        for number in range(EACH):
            begun = time.monotonic()
            while (answer := self.tried(f"{self.name}-{number}")).status_code not in (200, 201):
                self.refusals.append(answer)
                time.sleep(0.1)
            self.acknowledged.append(f"{self.name}-{number}")
            self.longest = max(self.longest, time.monotonic() - begun)

    def tried(self, external_id: str) -> httpx.Response:
        return self.house.report(external_id, self.client)


@contextmanager
def second_web(house: House) -> Iterator[str]:
    """Another web process on the same database, as on another machine."""
    port = free_port()
    url = f"postgresql+asyncpg://qingling_service@/qingling?host={socket_folder(house.at)}"
    told = {
        "QINGLING_DATABASE_URL": url,
        "QINGLING_PREFECT_EMBEDDED": "false",
        "QINGLING_PORT": str(port),
    }
    with (house.at.folder / "second.log").open("ab") as log:
        line = [sys.executable, "-m", "qingling", "server"]
        process = subprocess.Popen(line, cwd=ROOT, env=house.at.environment | told, stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def restart(house: House, how: signal.Signals) -> None:
    """The postmaster is told to end; its keeper starts it again."""
    pid = (house.at.folder / "postgres" / "postmaster.pid").read_text().split()[0]
    os.kill(int(pid), how)


async def test_what_was_acknowledged_is_there_once_and_all_recover_by_themselves(house: House) -> None:
    with second_web(house) as second:

        async def ready() -> bool:
            try:
                answer = await asyncio.to_thread(httpx.get, f"{second}/readyz", timeout=5)
                return answer.status_code == 200
            except httpx.HTTPError:
                return False

        await until(ready)
        callers = [Caller(house, house.at.address, "first"), Caller(house, second, "second")]
        for one in callers:
            one.start()
        for share, how in ((1 / 3, signal.SIGINT), (2 / 3, signal.SIGKILL)):

            async def reached(share: float = share) -> bool:
                return all(len(one.acknowledged) >= share * EACH for one in callers)

            await until(reached)
            restart(house, how)

        async def over() -> bool:
            return not any(one.is_alive() for one in callers)

        await until(over)
        await until(ready)
    refusals = [answer for one in callers for answer in one.refusals]
    for answer in refusals:
        assert answer.status_code == 503, answer.text
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert int(answer.headers["retry-after"]) > 0
    names = [name for one in callers for name in one.acknowledged]
    assert await house.ask(STORED, names) == len(names) == 2 * EACH
    print(f"refused {len(refusals)} times, for at most {max(one.longest for one in callers):.1f} s")
    assert max(one.longest for one in callers) < LONGEST
    step = await house.ask(
        "update clock_step set at = now() where id = (select id from clock_step where state = 'armed'"
        " and not by_verb order by at, id limit 1) returning id"
    )
    await until(lambda: house.ask("select state = 'fired' from clock_step where id = $1", step))
