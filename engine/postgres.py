"""PostgreSQL started by the program itself: a data folder and a Unix socket, no port and no password.

The process that starts a server owns it: the server stops when its owner stops or dies, however it dies. Another
process on the same folder attaches to it; when the owner is gone, whoever calls `start` next becomes the owner.
"""

import asyncio
import atexit
import ctypes
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import asyncpg

from engine.errors import NotConfigured
from engine.postgres_binaries import Account, binaries, environment, run, service_account, short
from engine.postgres_folder import only_one, pidfile, reachable, running_on, server_lines

OWNER = "owner"
PATIENCE = 600.0  # seconds; replaying a long log after a crash is slow, and giving up does not help
DEFAULTS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "jit": "off",
    "random_page_cost": "1.1",  # a solid-state disk or memory; the default of 4 plans scans of whole tables
}

log = logging.getLogger(__name__)


class EmbeddedPostgres:
    """A running server: its own when this process started it, somebody else's when it attached."""

    def __init__(
        self, data: Path, sockets: Path, process: subprocess.Popen[bytes] | None, conf: Mapping[str, str]
    ) -> None:
        self.data = data
        self.sockets = sockets
        self._process = process
        self._conf = conf
        self._starter = os.getpid()
        atexit.register(self.stop)

    @classmethod
    def start(cls, data_dir: Path, *, conf: Mapping[str, str] | None = None) -> Self:
        """Start the server of a folder, made anew if empty, or attach to the one that runs there."""
        account = service_account()
        data = reachable(data_dir.absolute(), account)
        conf = {**DEFAULTS, **(conf or {})}
        with only_one(data) as owner:
            running = running_on(data)
            if running is not None:
                return cls(data, running, None, conf)
            bindir, version = binaries(account)
            _initialise(data, bindir, version, account)
            sockets = _socket_folder(data, account)
            process = _launch(data, bindir, sockets, conf, account)
            owner.write_text(str(os.getpid()))
        return cls(data, sockets, process, conf)

    @property
    def owned(self) -> bool:
        """Whether this process started the server and will stop it."""
        return self._process is not None

    @property
    def alive(self) -> bool:
        """Whether the server still runs."""
        return self._process.poll() is None if self._process else bool(server_lines(self.data))

    async def keep(self, *, every: float = 1.0) -> None:
        """Start the server again whenever it has died; runs on the main thread's loop until cancelled."""
        while True:
            await asyncio.sleep(every)
            if self.alive:
                continue
            log.error("PostgreSQL on %s has gone; starting it again", self.data)
            try:
                again = type(self).start(self.data, conf=self._conf)
            except NotConfigured as error:
                log.error("%s", error)
                continue
            atexit.unregister(again.stop)
            self._process, self.sockets = again._process, again.sockets

    def url(self, database: str, *, role: str = OWNER) -> str:
        """The address of a database, for SQLAlchemy on asyncpg."""
        return f"postgresql+asyncpg://{role}@/{quote(database)}?host={quote(str(self.sockets))}"

    async def ensure_database(self, name: str) -> str:
        """Make a database unless it is there; returns its address."""
        connection = await asyncpg.connect(host=str(self.sockets), user=OWNER, database="postgres")
        try:
            if not await connection.fetchval("select 1 from pg_database where datname = $1", name):
                with suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
                    await connection.execute('create database "{}"'.format(name.replace('"', '""')))
        finally:
            await connection.close()
        return self.url(name)

    async def drop_database(self, name: str) -> None:
        """Drop a database with everything in it, if it is there."""
        connection = await asyncpg.connect(host=str(self.sockets), user=OWNER, database="postgres")
        try:
            await connection.execute(
                'drop database if exists "{}" with (force)'.format(name.replace('"', '""'))
            )
        finally:
            await connection.close()

    def stop(self) -> None:
        """Stop the server if this process owns it; clients are cut off, nothing committed is lost."""
        process = self._process
        if process is None or os.getpid() != self._starter:
            return
        atexit.unregister(self.stop)
        for how in (signal.SIGINT, signal.SIGQUIT):
            if process.poll() is None:
                process.send_signal(how)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=30)
        shutil.rmtree(self.sockets, ignore_errors=True)


def _initialise(data: Path, bindir: Path, version: int, account: Account) -> None:
    """Make the cluster beside its place and move it there whole, so that half of one is never met."""
    if (data / "PG_VERSION").exists():
        written = (data / "PG_VERSION").read_text().strip()
        if written != str(version):
            raise NotConfigured(
                f"{data} was written by PostgreSQL {written}, the binaries in {bindir} are {version}: set "
                f"PG_BINDIR to those of {written}, or dump with the old and restore with the new"
            )
        return
    if data.exists() and any(data.iterdir()):
        raise NotConfigured(f"{data} is neither empty nor a PostgreSQL folder: choose another")
    work = data.with_name(f"{data.name}.new")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    if account:
        os.chown(work, account["user"], account["group"])
    said = run(
        [bindir / "initdb", "-D", work, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"], account
    )
    if said.returncode:
        raise NotConfigured(f"PostgreSQL could not make {data}: {said.stderr.strip()}")
    work.replace(data)


def _socket_folder(data: Path, account: Account) -> Path:
    """A short path (sockets allow 107 bytes) that only the server's account and root may enter."""
    user = account.get("user", os.getuid())
    folder = Path(tempfile.gettempdir()) / f"qingling-{user}-{short(data)}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if account and folder.stat().st_uid == os.getuid():
        os.chown(folder, user, account["group"])
    if folder.is_symlink() or folder.stat().st_uid != user or folder.stat().st_mode & 0o077:
        raise NotConfigured(f"{folder} is not ours alone: remove it")
    return folder


def _launch(
    data: Path, bindir: Path, sockets: Path, conf: Mapping[str, str], account: Account
) -> subprocess.Popen[bytes]:
    """Start the server and wait until it serves; replaying the log after a crash may take a while."""
    if threading.current_thread() is not threading.main_thread():
        raise NotConfigured(
            "PostgreSQL must be started from the main thread: it ends with the thread it came from"
        )
    options = [
        f"--{name}={value}" for name, value in {**conf, "unix_socket_directories": str(sockets)}.items()
    ]
    logfile = data.with_name(f"{data.name}.log")
    deadline = time.monotonic() + PATIENCE
    while True:
        process: subprocess.Popen[bytes]
        with logfile.open("wb") as out:
            process = subprocess.Popen(
                [str(bindir / "postgres"), "-D", str(data), *options],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                env=environment(),
                start_new_session=True,
                preexec_fn=_ends_with(os.getpid()),  # noqa: PLW1509 — two calls, no lock
                **account,
            )
        if _serves(process, data, deadline):
            return process
        said = logfile.read_text(errors="replace")
        # After a kill -9 the last children of the old server need a moment to leave.
        if ("is still in use" not in said and "lock file" not in said) or time.monotonic() > deadline:
            raise NotConfigured(f"PostgreSQL did not start on {data}:\n{said[-2000:].strip()}")
        time.sleep(0.1)


def _serves(process: subprocess.Popen[bytes], data: Path, deadline: float) -> bool:
    while process.poll() is None:
        lines = pidfile(data)
        if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
            return True
        if time.monotonic() > deadline:
            process.send_signal(signal.SIGQUIT)
            process.wait()
        time.sleep(0.005)
    return False


def _ends_with(parent: int) -> Any:
    """In the child, after it changed its account: ask Linux for a SIGINT when the parent is gone."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def arrange() -> None:
        libc.prctl(1, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)

    return arrange
