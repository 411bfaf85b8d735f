"""Sealing the trail: every few seconds everything that was recorded is signed (DESIGN D13)."""

import asyncio
from datetime import datetime, timedelta

from engine.actions.seal import seal
from engine.store import seals
from engine.store.seal_files import key_of
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
