"""One server on one data folder: a second one would run the clocks and the database's keeper twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import NotConfigured
from engine.settings import Settings


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the data folder while serving from it; the lock goes with the process, however it ends."""
    if settings.database_url:  # several web processes may share a database that is not ours
        yield
        return
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "server.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise NotConfigured(
                f"{settings.data} is already served by {file.read().strip()}; nothing was changed. Stop that one"
                " first, or set QINGLING_DATA to another folder. Several web processes on one ledger need a"
                " PostgreSQL of their own: set QINGLING_DATABASE_URL, see docs/operations.md"
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} (http://{settings.host}:{settings.port})")
        file.flush()
        yield
