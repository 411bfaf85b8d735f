"""Callbacks due: send the link again on another half-day, or give up after the last attempt."""

from datetime import datetime

from engine.actions.callbacks import invite, miss
from engine.actions.work import Work
from engine.logs import about
from engine.model.actor import SYSTEM
from engine.outage import passing
from engine.rules.closeout import ATTEMPTS
from engine.store import callbacks
from engine.store.callbacks import DueCallback
from flows.done import Done
from flows.runtime import Runtime


async def due_next(use: Runtime) -> datetime | None:
    """When the next attempt is due that the system can make by itself."""
    async with use.database.statement() as connection:
        return await callbacks.due_next(connection, attempts=ATTEMPTS)


async def run(use: Runtime) -> Done:
    """Make every attempt that is due now."""
    done, now = Done(), use.clock.now()
    async with use.database.statement() as connection:
        due = await callbacks.due(connection, now=now, attempts=ATTEMPTS)
    for callback in due:
        try:
            with about(issue=callback.reference):
                done.note(await one(use, callback, now), callback.reference, now - callback.next_at)
        except Exception as error:
            if passing(error):
                raise
            done.faults.append(f"{callback.reference}: {error!r}")
    return done


async def one(use: Runtime, callback: DueCallback, now: datetime) -> str:
    """One attempt, or the end of them, in a transaction of its own."""
    rules = await use.rules()
    async with use.database.transaction() as session:
        work = Work(session=session, by=SYSTEM, now=now, rules=rules)
        if callback.attempts >= ATTEMPTS:
            await miss(work, callback.issue_id)
            return "given up"
        await invite(work, callback.issue_id)
        return "invited"
