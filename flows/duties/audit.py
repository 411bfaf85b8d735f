"""The nightly audit: the trail and its seals, the balance, leads, clocks; then the day's root leaves the database."""

import asyncio
from datetime import date, datetime, time, timedelta
from pathlib import Path

import orjson

from engine.actions.alert import alert
from engine.actions.balance import check_balance
from engine.model.chain import Sealed
from engine.model.words import Audience
from engine.rules.chain import broken_seals
from engine.store import invariants, seals
from flows.done import Done
from flows.duties import daily
from flows.duties.sealing import key_of
from flows.runtime import Runtime
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
    async with use.database.transaction() as session:
        await alert(
            session,
            NAME,
            done.findings,
            to=Audience.ADMINS,
            period=daily.day(use).isoformat(),
            link=f"{use.settings.public_url}/duties",
            now=use.clock.now(),
        )
    await daily.finish(use, NAME)
    done.note("audits", late=late)
    return done


async def trail(use: Runtime, done: Done) -> None:
    """Every event follows from the one before, every seal still fits, and ours is the signature."""
    key = await asyncio.to_thread(key_of, use.settings)
    async with use.database.statement() as connection:
        faults = await seals.faults(connection)
        made = await seals.every(connection)
    faults += await asyncio.to_thread(lambda: list(broken_seals(made, key)))
    done.counts["seals verified"] += len(made)
    for fault in faults[:20]:
        done.find("trail_broken", what=fault)


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


def write_root(folder: Path, day: date, newest: Sealed) -> None:
    """One small file a day."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "no": newest.no,
        "at": newest.at.isoformat(),
        "until_xid": newest.until_xid,
        "hash": newest.hash.hex(),
        "mac": newest.mac.hex(),
        "key_id": newest.key_id,
    }
    (folder / f"{day}.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
