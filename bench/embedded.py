"""The server on the embedded default as a process of its own, and reports that come in at an even pace."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx

from engine.actions.in_force import load_in_force
from engine.actions.register import register
from engine.database import Database
from engine.model.actor import SYSTEM
from engine.model.words import Urgency
from engine.ports import IncomingReport
from engine.postgres import EmbeddedPostgres
from engine.settings import ROOT, Settings
from flows.background import free
from qingling.house import SERVICE

PATIENCE = 300.0  # seconds
CHANNEL = "customs-12360"
TEXT = "保税仓库出库核注清单被退回，请说明原因（第 {number} 次测试）。"


class House:
    """The server as a process."""

    def __init__(self, folder: Path, *, prefect: bool = True) -> None:
        self.folder, self.with_prefect = folder, prefect
        self.port, self.prefect = free(8123), free(4323)
        self.process = self.start()

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it and wait until it and its Prefect API serve."""
        told = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QINGLING_", "PREFECT_"))
        }
        told |= {"QINGLING_DATA": str(self.folder), "QINGLING_PORT": str(self.port), "QINGLING_SAMPLE": "no"}
        told |= {"QINGLING_PREFECT_PORT": str(self.prefect)}
        told |= {"QINGLING_PREFECT_EMBEDDED": "yes" if self.with_prefect else "no"}
        with (self.folder / "server.log").open("ab") as log:
            line = [sys.executable, "-m", "qingling", "server"]
            self.process = subprocess.Popen(line, cwd=ROOT, env=told, stdout=log, stderr=log)
        wait_for(f"{self.address}/readyz")
        if self.with_prefect:
            wait_for(f"http://127.0.0.1:{self.prefect}/api/health")
        return self.process

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """As an operator does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def wait_for(address: str) -> None:
    """Until it answers."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            if httpx.get(address, timeout=2, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


async def load(postgres: EmbeddedPostgres, minutes: float, per_minute: float) -> int:
    """Reports at an even pace, registered as the server registers them."""
    database = Database(postgres.url("qingling", role=SERVICE), pool_size=2)
    async with database.transaction() as session:
        rules = await load_in_force(session, zone=Settings().timezone, prefix="QL")
    begun, number = time.monotonic(), 0
    while (elapsed := time.monotonic() - begun) < minutes * 60:
        while number < elapsed / 60 * per_minute:
            number += 1
            now = datetime.now(UTC)
            async with database.statement() as connection:
                await register(connection, report(number, now), by=SYSTEM, now=now, rules=rules)
        await asyncio.sleep(0.2)
    await database.close()
    return number


def report(number: int, now: datetime) -> IncomingReport:
    """One enterprise reports."""
    told = {
        "text": TEXT.format(number=number),
        "enterprise": f"测试企业{number}",
        "mail": f"e{number}@bench.invalid",
    }
    facts = {"channel": CHANNEL, "external_id": str(number), "at": now, "urgency": Urgency.NORMAL}
    return IncomingReport.model_validate(facts | told)
