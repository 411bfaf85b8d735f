"""Sealing the trail: every few seconds everything that was recorded is signed (DESIGN D13)."""

import asyncio
import os
import secrets
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from engine.actions.seal import seal
from engine.settings import Settings
from engine.store import seals
from flows.done import Done
from flows.runtime import Runtime

EVERY = timedelta(seconds=5)


async def due_next(use: Runtime) -> datetime | None:
    """Some seconds after the last seal, if anything was recorded since."""
    async with use.database.statement() as connection:
        before = await seals.last(connection)
        if not await seals.waiting(connection, before.until_xid if before else 0):
            return None
    return before.at + use.clock.span(EVERY) if before else use.clock.now()


async def run(use: Runtime) -> Done:
    """Make one seal."""
    done, key = Done(), await asyncio.to_thread(key_of, use.settings)
    async with use.database.statement() as connection:
        made = await seal(connection, now=use.clock.now(), key=key)
    if made is not None:
        done.note("seals")
        done.counts["events sealed"] += made.count
    return done


def key_of(settings: Settings) -> bytes:
    """The key that signs: the operator's, or one of our own in the data folder."""
    return settings.seal_key.encode() if settings.seal_key else kept(settings.data / "seal.key")


@cache
def kept(path: Path) -> bytes:
    """The key in a file that only we read; made by whoever comes first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_bytes()
