"""kill -9 of the server and of its database in the middle of intake: nothing acknowledged is lost, nothing is sent twice."""

import asyncio
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path

import asyncpg
import httpx
import pytest

from engine.postgres import EmbeddedPostgres
from tests.faults.conftest import socket_folder
from tests.faults.installation import Installation

REPORTS = 60
FIXED = "冻肉三个柜子滞港，船边直提申请两天没有结果，请海关协调。"


@pytest.fixture
def installation() -> Iterator[Installation]:
    """An installation with an operator, in a folder the database's account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="qingling-kill-", dir="/var/tmp"))
    folder.chmod(0o755)
    made = Installation(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


class Caller(threading.Thread):
    """An operator who logs one call after another, and the same one again until it is acknowledged."""

    def __init__(self, at: Installation, token: str) -> None:
        super().__init__(daemon=True)
        self.at, self.token = at, token
        self.acknowledged: dict[str, str] = {}
        self.refused: list[str] = []

    def reaches(self, share: float) -> None:
        """Wait until so much of the calls is acknowledged; a refusal ends the wait."""
        wait_for(lambda: len(self.acknowledged) + len(self.refused) >= share * REPORTS)
        assert not self.refused

    def run(self) -> None:
        with httpx.Client(
            base_url=self.at.address, headers={"Authorization": f"Bearer {self.token}"}
        ) as client:
            for number in range(REPORTS):
                self.log(client, f"call-{number}")

    def log(self, client: httpx.Client, external_id: str) -> None:
        """Until the server says it has it."""
        body = {
            "channel": "customs-12360",
            "external_id": external_id,
            "at": "2026-11-20T09:00:00+08:00",
            "text": f"{FIXED}（{external_id}）",
            "enterprise": f"天津{external_id}贸易有限公司",
            "mail": f"{external_id}@enterprise.invalid",
        }
        while external_id not in self.acknowledged:
            try:
                answer = client.post("/api/v1/reports", json=body, timeout=20)
            except httpx.HTTPError:
                time.sleep(0.1)
                continue
            if answer.status_code in (200, 201):
                self.acknowledged[external_id] = answer.json()["references"][0]
            elif answer.status_code >= 500:
                time.sleep(0.2)
            else:
                self.refused.append(f"{answer.status_code} {answer.text}")
                return


def test_nothing_is_lost_and_nothing_sent_twice(installation: Installation) -> None:
    installation.start()
    password = installation.command(
        "people", "add", "wang", "--name", "王话务", "--role", "operator", "--owner", "tianjin-customs"
    ).split()[1]
    signed = httpx.post(
        f"{installation.address}/api/v1/sessions", json={"login": "wang", "password": password}, timeout=20
    )
    caller = Caller(installation, signed.json()["token"])
    caller.start()

    caller.reaches(1 / 4)
    installation.kill()
    installation.start()
    caller.reaches(1 / 2)
    installation.kill_postgres()
    caller.reaches(3 / 4)
    installation.kill()
    installation.start()
    caller.reaches(1)
    caller.join()

    received = REPORTS
    asyncio.run(let_leases_end(installation))
    wait_for(lambda: sum(kind(mail) == "received" for mail in installation.mails()) >= received, seconds=180)
    installation.stop()
    check_rows(installation, caller.acknowledged)
    keys = [key(mail) for mail in installation.mails()]
    assert len(keys) == len(set(keys))
    assert sum(kind(mail) == "received" for mail in installation.mails()) == received


async def let_leases_end(installation: Installation) -> None:
    """As if two minutes had passed since the database, and with it the locks of who held a notice, was lost."""
    connection = await asyncpg.connect(host=socket_folder(installation), user="owner", database="qingling")
    try:
        held = "state = 'taken' and next_at < now() + interval '115 seconds'"  # not those just being sent
        await connection.execute(f"update notice set next_at = now() where {held}")
    finally:
        await connection.close()


def check_rows(installation: Installation, acknowledged: dict[str, str]) -> None:
    """Look into the database itself: every acknowledged report once, every trail whole."""

    async def look() -> None:
        server = EmbeddedPostgres.start(installation.folder / "postgres")
        connection = await asyncpg.connect(host=str(server.sockets), user="owner", database="qingling")
        try:
            rows = await connection.fetch(
                "select r.external_id, i.reference from report r join issue_report ir on ir.report_id = r.id"
                " join issue i on i.id = ir.issue_id order by 1"
            )
            assert dict(map(tuple, rows)) == acknowledged
            gaps = "select count(*) from issue i where version <> (select count(*) from event where issue_id = i.id)"
            assert await connection.fetchval(gaps) == 0
            twice = "select count(*) from (select clock_id, step, ordinal, due_at from clock_step where state = 'fired'"
            assert await connection.fetchval(f"{twice} group by 1, 2, 3, 4 having count(*) > 1) x") == 0
        finally:
            await connection.close()
            server.stop()

    asyncio.run(look())


def wait_for(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Until it holds; a story that never comes to its point fails."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def key(mail: Path) -> str:
    """The idempotency key a mail carries."""
    return str(message_from_bytes(mail.read_bytes())["Idempotency-Key"])


def kind(mail: Path) -> str:
    """What the notice was, from its key."""
    parts = key(mail).split("-")
    return parts[2] if parts[0] == "event" else parts[0]
