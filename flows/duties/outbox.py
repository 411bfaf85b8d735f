"""Delivering the outbox: take, send, settle (DESIGN D8)."""

import asyncio
from datetime import datetime, timedelta

from engine.actions import deliver
from engine.actions.deliver import Taken
from engine.ports import Delivery, DeliveryState
from engine.store import outbox
from flows.done import Done
from flows.runtime import Runtime

BATCH = 20
BATCHES = 50
AT_ONCE = 10
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
    for _ in range(BATCHES):
        taken = await batch(use, done)
        if taken < BATCH or use.stopping.is_set():
            break
    return done


async def batch(use: Runtime, done: Done) -> int:
    """Take one batch, send it side by side, settle each as soon as its fate is known."""
    lease = use.clock.span(deliver.LEASE)
    async with use.database.transaction() as session:
        taken = await deliver.take(
            session, now=use.clock.now(), limit=BATCH, renderer=use.renderer, lease=lease
        )
    gate = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(one(use, notice, gate, done) for notice in taken))
    return len(taken)


async def one(use: Runtime, notice: Taken, gate: asyncio.Semaphore, done: Done) -> None:
    """Send one notice and settle it."""
    async with gate:
        delivery = await use.notifier.send(notice.key, notice.to, notice.message)
    async with use.database.statement() as connection:
        await deliver.settle(connection, notice, delivery, now=use.clock.now())
    tell(done, notice, delivery)


def tell(done: Done, notice: Taken, delivery: Delivery) -> None:
    """Count it; a first failure is no lateness of ours."""
    late = notice.late if notice.attempt == 1 else timedelta()
    done.note(WORD[delivery.state], notice.reference, late)
    if delivery.state is not DeliveryState.SENT:
        done.faults.append(f"notice {notice.key}: {delivery.detail}")
