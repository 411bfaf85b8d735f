"""The one door: every channel's report is registered here, once, and then routed."""

import logging
from datetime import datetime

from engine.actions.in_force import InForce
from engine.actions.register import Registered, register
from engine.actions.route import route
from engine.actions.work import Work
from engine.database import Database
from engine.errors import EngineError
from engine.model.actor import SYSTEM, Actor
from engine.ports import IncomingReport
from engine.store.waiting import unrouted

logger = logging.getLogger(__name__)


async def receive(
    database: Database, report: IncomingReport, *, by: Actor, now: datetime, rules: InForce
) -> Registered:
    """Register the report (the same one again changes nothing), then route each of its issues."""
    async with database.statement() as connection:
        registered = await register(connection, report, by=by, now=now, rules=rules)
    if rules.router is not None:
        for issue_id in registered.issue_ids:
            await routed(database, issue_id, now=now, rules=rules)
    return registered


async def route_waiting(database: Database, *, now: datetime, rules: InForce, limit: int = 1000) -> int:
    """Route what a process that ended left registered; for a start, before anybody is served."""
    if rules.router is None:
        return 0
    async with database.statement() as connection:
        waiting = await unrouted(connection, limit=limit)
    for issue_id in waiting:
        await routed(database, issue_id, now=now, rules=rules)
    return len(waiting)


async def routed(database: Database, issue_id: int, *, now: datetime, rules: InForce) -> None:
    """Route one issue in a transaction of its own; what cannot be routed stays registered, its clock running."""
    try:
        async with database.transaction() as session:
            await route(Work(session=session, by=SYSTEM, now=now, rules=rules), issue_id)
    except EngineError as refusal:
        logger.warning("issue %s was registered but not routed: %s", issue_id, refusal)
