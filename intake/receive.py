"""The one door: every channel's report is registered here, once, and then routed."""

import logging
from collections.abc import Sequence
from datetime import datetime

from engine.actions.attach import hang_on_report, keep
from engine.actions.in_force import InForce
from engine.actions.register import Registered, register
from engine.actions.route import route
from engine.actions.work import Work
from engine.database import Database, driver
from engine.errors import EngineError
from engine.model.actor import SYSTEM, Actor
from engine.ports import Handed, IncomingReport
from engine.store.waiting import unrouted

logger = logging.getLogger(__name__)


async def receive(
    database: Database,
    report: IncomingReport,
    *,
    by: Actor,
    now: datetime,
    rules: InForce,
    files: Sequence[Handed] = (),
) -> Registered:
    """Register the report (the same one again changes nothing), then route each of its issues."""
    registered = await stored(database, report, by=by, now=now, rules=rules, files=files)
    if rules.router is not None:
        for issue_id in registered.issue_ids:
            await routed(database, issue_id, now=now, rules=rules)
    return registered


async def stored(
    database: Database,
    report: IncomingReport,
    *,
    by: Actor,
    now: datetime,
    rules: InForce,
    files: Sequence[Handed] = (),
) -> Registered:
    """The report in one statement; with files, both in one transaction."""
    if not files:
        async with database.statement() as connection:
            return await register(connection, report, by=by, now=now, rules=rules)
    witnessed = report.model_copy(update={"files": tuple(one.sha256 for one in files)})
    async with database.transaction() as session:
        await keep(session, files)  # first: the session's transaction begins with its first own statement
        connection = await driver(await session.connection())
        made = await register(connection, witnessed, by=by, now=now, rules=rules)
        if made.new:
            hang_on_report(session, files, made.report_id, by=by, now=now)
        return made


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
