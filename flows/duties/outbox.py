"""Delivering the outbox: take, send, settle (DESIGN D8)."""

import asyncio
import logging
from datetime import datetime
from time import monotonic

from engine.actions import deliver
from engine.actions.deliver import Taken
from engine.logs import about
from engine.outage import passing
from engine.ports import Delivery, DeliveryState
from engine.store import outbox
from flows.done import Done
from flows.runtime import Runtime

BATCH = 20
BATCHES = 50
AT_ONCE = 10
log = logging.getLogger(__name__)
PAUSE = 0.5  # seconds between tries to write an outcome
WORD = {
    DeliveryState.SENT: "sent",
    DeliveryState.TEMPORARY: "to try again",
    DeliveryState.PERMANENT: "refused for good",
}


async def due_next(use: Runtime) -> datetime | None:
    """When the next notice is due."""
    async with use.database.statement() as connection:
        return await outbox.due_next(connection)


async def run(use: Runtime) -> Done:
    """Deliver every notice that is due now."""
    done = Done()
    holder = await use.holder.number() if use.holder else None
    async with use.database.transaction() as session:
        await outbox.release(session)
    for _ in range(BATCHES):
        taken = await batch(use, done, holder)
        if taken < BATCH or use.stopping.is_set():
            break
    return done


async def batch(use: Runtime, done: Done, holder: int | None) -> int:
    """Take one batch, send it side by side, settle each as soon as its fate is known."""
    lease = use.clock.span(deliver.LEASE)
    async with use.database.transaction() as session:
        taken = await deliver.take(
            session,
            now=use.clock.now(),
            limit=BATCH,
            renderer=use.renderer,
            lease=lease,
            holder=holder,
        )
    gate = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(one(use, notice, gate, done) for notice in taken))
    return len(taken)


async def one(use: Runtime, notice: Taken, gate: asyncio.Semaphore, done: Done) -> None:
    """Send one notice and settle it."""
    with about(notice=notice.key, issue=notice.reference):
        async with gate:
            delivery = await use.notifier.send(notice.key, notice.to, notice.message)
        await settle(use, notice, delivery)
        tell(done, notice, delivery)


async def settle(use: Runtime, notice: Taken, delivery: Delivery) -> None:
    """Write the outcome; if the database is away, as soon as it is back: what is not written is sent again."""
    until = monotonic() + deliver.LEASE.total_seconds()
    while True:
        try:
            async with use.database.statement() as connection:
                await deliver.settle(connection, notice, delivery, now=use.clock.now())
            return
        except Exception as error:
            if not passing(error) or monotonic() > until:
                raise
            await asyncio.sleep(PAUSE)


def tell(done: Done, notice: Taken, delivery: Delivery) -> None:
    """Count it; a first failure is no lateness of ours."""
    late = notice.late if notice.attempt == 1 else None
    done.note(WORD[delivery.state], notice.reference, late)
    if delivery.state is DeliveryState.SENT:
        log.debug("sent at try %s", notice.attempt)
    else:
        log.warning("%s: %s", WORD[delivery.state], delivery.detail)
        done.faults.append(f"notice {notice.key}: {delivery.detail}")
