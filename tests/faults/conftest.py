"""One installation for the stories in which what it stands on falls away: its mail server, Prefect, its database."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import asyncpg
import httpx
import pytest

from tests.faults.gate import Gate
from tests.faults.installation import Installation, free_port
from tests.faults.letters import Letters

PATIENCE = 240.0  # seconds, for a machine that is busy with other things
FIXED = "冻肉三个柜子滞港，船边直提申请两天没有结果，请海关协调。"


@dataclass
class House:
    """The installation, what it stands on, and two people who work in it."""

    at: Installation
    letters: Letters
    gate: Gate
    operator: httpx.Client
    admin: httpx.Client

    def report(self, external_id: str, at: httpx.Client | None = None) -> httpx.Response:
        """Log a call, as the caller talks."""
        body = {
            "channel": "customs-12360",
            "external_id": external_id,
            "at": "2026-11-20T09:00:00+08:00",
            "text": f"{FIXED}（{external_id}）",
            "enterprise": f"天津{external_id}贸易有限公司",
            "mail": f"{external_id}@enterprise.invalid",
        }
        return (at or self.operator).post("/api/v1/reports", json=body)

    async def ask(self, sql: str, *given: Any) -> Any:
        """One value from the database."""
        sockets = socket_folder(self.at)
        connection = await asyncpg.connect(host=sockets, user="owner", database="qingling")
        try:
            return await connection.fetchval(sql, *given)
        finally:
            await connection.close()


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Until it does."""
    deadline = monotonic() + PATIENCE
    while not await holds():
        assert monotonic() < deadline
        await asyncio.sleep(0.05)


def socket_folder(at: Installation) -> str:
    """Where the embedded server listens, as its own file tells."""
    return (at.folder / "postgres" / "postmaster.pid").read_text().splitlines()[4]


@pytest.fixture(scope="package")
def house() -> Iterator[House]:
    """Started once; each story leaves it well."""
    folder = Path(tempfile.mkdtemp(prefix="qingling-away-", dir="/var/tmp"))
    folder.chmod(0o755)
    letters, port = Letters(), free_port()
    letters.behave("well")
    gate = Gate(port)
    at = Installation(
        folder,
        QINGLING_SMTP_URL=f"smtp://127.0.0.1:{letters.port}",
        PREFECT_API_URL=f"http://127.0.0.1:{gate.port}/api",
    )
    at.prefect_port = port
    at.start()
    yield House(at, letters, gate, at.operator(), at.administrator())
    at.stop()
    shutil.rmtree(folder, ignore_errors=True)
