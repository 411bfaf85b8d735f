"""Retention: contact data, mails, sessions and links are let go of when their time is over; the trail stays for ever."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from engine.store import retention, runs
from flows.done import Done
from flows.duties import daily
from flows.runtime import Runtime

NAME = "retention"
AT = time(3, 30)
BATCH = 5_000  # each finds its rows by reading the table, so few large ones
BATCHES = 20  # a night
LINKS = timedelta(days=30)  # for which an expired link still says that it expired


async def due_next(use: Runtime) -> datetime | None:
    """Every night."""
    return await daily.due_next(use, NAME, AT)


async def run(use: Runtime) -> Done:
    """Let go, in batches of a transaction each; a night cut short is gone on with the next."""
    done, late, now = Done(), await daily.late(use, NAME, AT), use.clock.now()
    contacts = now - timedelta(days=use.settings.keep_contacts_days)
    mails = now - timedelta(days=use.settings.keep_mails_days)

    async def forget(session: AsyncSession) -> int:
        count, references = await retention.forget(session, before=contacts, limit=BATCH)
        done.references |= dict.fromkeys(references)
        return count

    async def prune(session: AsyncSession) -> int:
        before = use.clock.wall() - timedelta(days=use.settings.keep_runs_days)
        return await runs.prune(session, before=before, limit=BATCH)

    async def empty(session: AsyncSession) -> int:
        return await retention.empty_bodies(session, before=mails, limit=BATCH)

    done.counts["contacts forgotten"] += await batches(use, forget)
    done.counts["mails emptied"] += await batches(use, empty)
    done.counts["runs forgotten"] += await batches(use, prune)
    async with use.database.transaction() as session:
        done.counts["sessions ended"] += await retention.end_sessions(session, now=now)
        done.counts["links spent"] += await retention.spend_links(session, before=now - LINKS)
    await daily.finish(use, NAME)
    done.note("nights", late=late)
    return done


async def batches(use: Runtime, work: Callable[[AsyncSession], Awaitable[int]]) -> int:
    """Batch after batch until one is not full."""
    total = 0
    for _ in range(BATCHES):
        async with use.database.transaction() as session:
            count = await work(session)
        total += count
        if count < BATCH or use.stopping.is_set():
            break
    return total
