"""The folder of an embedded server: where it may lie, who owns it, and what runs on it."""

import fcntl
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.errors import NotConfigured
from engine.postgres_binaries import Account, may_enter, short

log = logging.getLogger(__name__)


def reachable(data: Path, account: Account) -> Path:
    """The folder itself, or one outside a closed home when the server's account could not enter it."""
    data.parent.mkdir(parents=True, exist_ok=True)
    if may_enter(data.parent, account):
        return data
    note = data.with_name(f"{data.name}.elsewhere")
    if note.exists():
        return Path(note.read_text().strip())
    moved = Path("/var/lib/qingling") / f"{data.name}-{short(data)}"
    moved.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(f"{moved}\n")
    log.warning("%s lies in a folder closed to the server's account; the data are in %s", data, moved)
    return moved


@contextmanager
def only_one(data: Path) -> Iterator[Path]:
    """Of processes that start at once, one works and the others wait and then attach."""
    path = owner_file(data)
    try:
        file = path.open("a")
    except PermissionError as error:
        raise _not_ours(path) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield path


def owner_file(data: Path) -> Path:
    return data.with_name(f"{data.name}.lock")


def running_on(data: Path) -> Path | None:
    """The socket folder of the server that runs on this folder; one without an owner is ended and waited for."""
    deadline = time.monotonic() + 60
    while server := server_lines(data):
        owner = owner_file(data).read_text().strip()
        if not owner or not _exists(int(owner)):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(int(server[0]), signal.SIGINT)
        elif server[7].strip() == "ready":
            return Path(server[4])
        if time.monotonic() > deadline:
            raise NotConfigured(
                f"a PostgreSQL server on {data} (process {server[0]}) neither serves nor stops: end it"
            )
        time.sleep(0.02)
    return None


def server_lines(data: Path) -> list[str]:
    """The lines of postmaster.pid while its process is a PostgreSQL; after a reboot the number may be another's."""
    lines = pidfile(data)
    if len(lines) < 8 or not _exists(int(lines[0])):
        return []
    name = Path(f"/proc/{lines[0]}/comm")
    if name.exists() and name.read_text().strip() != "postgres":
        (data / "postmaster.pid").unlink()
        return []
    return lines


def pidfile(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    except PermissionError as error:
        raise _not_ours(data) from error


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _not_ours(path: Path) -> NotConfigured:
    return NotConfigured(
        f"{path} belongs to another user: run as that user, or set QINGLING_DATA to a folder of your own"
    )
