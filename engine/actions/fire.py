"""A step that runs a verb: marked fired in the verb's own transaction, so that it happens once or not at all."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.lapse import lapse
from engine.actions.work import Work
from engine.database import driver
from engine.model.words import Target
from engine.store import clocks, issues, verb_steps
from engine.store.verb_steps import VerbStep


async def fire(work: Work, step: VerbStep) -> bool:
    """Run what the step stands for; false if another did, or the clock has moved on."""
    await issues.locked(work.session, step.issue_id)  # before its steps are touched, as everybody does
    marked = told if step.tells else verb_steps.fire
    if not await marked(work.session, step.id, now=work.now):
        return False
    target = Target(step.target)
    await lapse(work, step.issue_id, target=target, assignment_id=step.assignment_id, due=step.due_at)
    return True


async def told(session: AsyncSession, step_id: int, *, now: datetime) -> bool:
    """A step that people hear of goes into the trail as the sweep's own do, on the session's connection."""
    connection = await driver(await session.connection())
    return await clocks.fire_one(connection, step_id, now=now)
