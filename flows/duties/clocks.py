"""Watching clocks: fire what is due, in batches, then the steps that run verbs."""

import logging
from datetime import datetime

from engine.actions.fire import fire
from engine.actions.work import Work
from engine.logs import about
from engine.model.actor import SYSTEM
from engine.outage import passing
from engine.store import clocks, verb_steps
from engine.store.verb_steps import VerbStep
from flows.done import Done
from flows.runtime import Runtime

BATCH = 500
BATCHES = 20
log = logging.getLogger(__name__)


async def due_next(use: Runtime) -> datetime | None:
    """When the next step falls due."""
    async with use.database.statement() as connection:
        return await clocks.due_next(connection)


async def run(use: Runtime) -> Done:
    """Fire every step that is due now."""
    done = Done()
    for _ in range(BATCHES):
        if not await batch(use, done):
            break
    return done.add(await verbs(use))


async def batch(use: Runtime, done: Done) -> bool:
    """One batch; true if there may be more."""
    now = use.clock.now()
    async with use.database.statement() as connection:
        swept = await clocks.sweep(connection, now=now, limit=BATCH)
    for one in swept.fired:
        done.note(one.step, one.reference, now - one.at)
        told = {"issue": one.reference, "clock": one.clock_id, "step": one.step_id}
        log.debug("%s fired", one.step, extra={"ids": told})
    done.faults += [f"step {one} was set aside; its row says why" for one in swept.failed]
    return len(swept.fired) == BATCH


async def verbs(use: Runtime) -> Done:
    """Steps that run a verb, each in a transaction of its own."""
    done, now = Done(), use.clock.now()
    async with use.database.statement() as connection:
        steps = await verb_steps.due_verbs(connection, now=now)
    for step in steps:
        try:
            with about(issue=step.reference, clock=step.clock_id, step=step.id):
                if await one(use, step, now):
                    done.note(f"{step.step} {step.target}", step.reference, now - step.at)
        except Exception as error:
            if passing(error):
                raise
            await lay_aside(use, step, error)
            done.faults.append(f"{step.reference}: {step.target}: {error!r}")
    return done


async def one(use: Runtime, step: VerbStep, now: datetime) -> bool:
    """The verb of one step."""
    rules = await use.rules()
    async with use.database.transaction() as session:
        return await fire(Work(session=session, by=SYSTEM, now=now, rules=rules), step)


async def lay_aside(use: Runtime, step: VerbStep, error: Exception) -> None:
    """A verb that cannot be done is not tried for ever; its row says why."""
    async with use.database.statement() as connection:
        await clocks.set_aside(connection, step.id, repr(error))
