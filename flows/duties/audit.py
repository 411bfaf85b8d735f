"""The nightly audit: the trail and its seals, the balance, leads, clocks; then the day's root leaves the database."""

import asyncio
from datetime import datetime, time, timedelta

from engine.actions.balance import check_balance
from engine.actions.verify_trail import verify_trail
from engine.model.words import Audience
from engine.store import invariants, seals
from engine.store.seal_files import write_root
from flows.done import Done
from flows.duties import daily
from flows.runtime import Runtime
from notifiers.findings import line
from notifiers.vocabulary import word

NAME = "audit"
AT = time(2, 30)
SPAN = timedelta(days=35)  # of the ledger that is counted twice; what stood before it is counted from events
WHY = {
    "closed": ("工单已办结", "its issue is closed"),
    "withdrawn": ("派单已收回", "its assignment was withdrawn"),
}


async def due_next(use: Runtime) -> datetime | None:
    """Every night."""
    return await daily.due_next(use, NAME, AT)


async def run(use: Runtime) -> Done:
    """Look at everything; what does not hold is told to the administrators."""
    done, late = Done(), await daily.late(use, NAME, AT)
    await trail(use, done)
    await issues(use, done)
    await root(use, done)
    await daily.tell(use, NAME, done, to=Audience.ADMINS, period=daily.day(use).isoformat(), page="/duties")
    await daily.finish(use, NAME)
    done.note("audits", late=late)
    return done


async def trail(use: Runtime, done: Done) -> None:
    """Every event follows from the one before, every seal and exported root still fits, and ours is the signature."""
    found = await verify_trail(use.database, use.settings)
    done.counts["seals verified"] += found.seals
    for one in found.breaches[:20]:
        told = {"code": one.code, **one.facts}
        done.find("trail_broken", what=line(told, "zh"), what_en=line(told, "en"))


async def issues(use: Runtime, done: Done) -> None:
    """The ledger balances, each open issue has one lead, no clock runs for nobody."""
    now = use.clock.now()
    async with use.database.transaction() as session:
        checked = await check_balance(session, now - SPAN, now)
        leaderless = await invariants.without_one_lead(session)
        orphans = await invariants.orphan_clocks(session)
    for difference in checked.differences:
        done.find("unbalanced", what=difference)
    if not checked.events.balanced:
        done.find("unbalanced", what="events")
    for reference in leaderless:
        done.find("no_one_lead", reference=reference)
    for one in orphans:
        why, why_en = WHY[one.why]
        target = word("target", one.target, "zh")
        done.find("orphan_clock", reference=one.reference, target=target, why=why, why_en=why_en)


async def root(use: Runtime, done: Done) -> None:
    """The newest seal into a file: whoever rewrites the database later cannot rewrite what has left it."""
    async with use.database.statement() as connection:
        newest = await seals.last(connection)
    if newest is not None:
        await asyncio.to_thread(write_root, use.settings.roots_folder, daily.day(use), newest)
        done.counts["roots exported"] += 1
