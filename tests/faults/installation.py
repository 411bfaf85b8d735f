"""A real installation in a folder of its own: the server as a process that can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx

from engine.settings import ROOT

PATIENCE = 90.0  # seconds for the server to answer


class Installation:
    """`qingling server` on an empty ledger; its database, mailbox and log are kept in one folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.settings = folder, settings
        self.port, self.prefect_port = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.address = f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings, as the operator would give them."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QINGLING_", "PREFECT_"))
        }
        return kept | {
            "QINGLING_DATA": str(self.folder),
            "QINGLING_PORT": str(self.port),
            "QINGLING_PREFECT_PORT": str(self.prefect_port),
            "QINGLING_SAMPLE": "no",
            **self.settings,
        }

    def command(self, *words: str) -> str:
        """Run another command of the installation and return what it printed."""
        done = self.attempt(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def attempt(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """The same, for one that may refuse."""
        line = [sys.executable, "-m", "qingling", *words]
        return subprocess.run(
            line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def client(self, login: str, password: str) -> httpx.Client:
        """A program that has signed in."""
        answer = httpx.post(
            f"{self.address}/api/v1/sessions", json={"login": login, "password": password}, timeout=60
        )
        bearer = {"Authorization": f"Bearer {answer.json()['token']}"}
        return httpx.Client(base_url=self.address, headers=bearer, timeout=60)

    def operator(self) -> httpx.Client:
        """An operator of the customs' hotline, made for the story."""
        told = self.command(
            *("people", "add", "wang", "--name", "王话务"),
            *("--role", "operator", "--owner", "tianjin-customs"),
        )
        return self.client("wang", told.split()[1])

    def administrator(self) -> httpx.Client:
        """The first administrator, whose password the server printed."""
        said = (self.folder / "server.log").read_text()
        return self.client("admin", said.partition("first sign-in: admin  ")[2].split()[0])

    def start(self) -> None:
        """Start the server and wait until it serves."""
        with (self.folder / "server.log").open("ab") as log:
            line = [sys.executable, "-m", "qingling", "server"]
            self.process = subprocess.Popen(line, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not self.ready():
            assert self.process.poll() is None, (self.folder / "server.log").read_text()[-2000:]
            assert time.monotonic() < deadline, (self.folder / "server.log").read_text()[-2000:]
            time.sleep(0.1)

    def ready(self) -> bool:
        """Whether it answers that it is ready."""
        try:
            return httpx.get(f"{self.address}/readyz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """kill -9 of the server itself."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_postgres(self) -> None:
        """kill -9 of the database server beneath it."""
        postmaster = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)

    def stop(self) -> None:
        """Stop it as an operator does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=60)

    def mails(self) -> list[Path]:
        """Every mail in the mailbox."""
        return sorted((self.folder / "mailbox").rglob("*.eml"))


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
