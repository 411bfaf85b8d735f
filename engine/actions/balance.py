"""台账: the balance of any period, and its recount from raw events."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.rules.balances import Division, Tally, tallies
from engine.store import ledger
from engine.store.recount import Recount, recount


async def balance(
    session: AsyncSession, start: datetime, end: datetime, *, by: Division = Division.TOTAL
) -> dict[str, Tally]:
    """opening + new + reopened + moved in − moved out − off = closing, from `start` up to, not including, `end`."""
    opening = await ledger.standing(session, start)
    return tallies(opening, await ledger.movements(session, start, end), by)


@dataclass(frozen=True, slots=True)
class Checked:
    """The recount, and every term in which the ledger says otherwise."""

    events: Recount
    differences: tuple[str, ...]


async def check_balance(session: AsyncSession, start: datetime, end: datetime) -> Checked:
    """Count the period twice: from the ledger's entries, and from raw events by another way."""
    events = await recount(session, start, end)
    total = (await balance(session, start, end)).get(Division.TOTAL, Tally())
    agencies = await balance(session, start, end, by=Division.AGENCY)
    pairs = {
        "new": (len(total.new), events.new),
        "reopened": (len(total.reopened), events.reopened),
        **{f"off/{way}": (len(issues), events.off.get(way, 0)) for way, issues in total.off.items()},
    }
    for key in sorted({*agencies, *events.opening, *events.closing}):
        part = agencies.get(key, Tally())
        pairs[f"{key}/opening"] = (len(part.opening), events.opening.get(key, 0))
        pairs[f"{key}/closing"] = (len(part.closing), events.closing.get(key, 0))
    odd = tuple(
        f"{name}: ledger {ours}, events {theirs}" for name, (ours, theirs) in pairs.items() if ours != theirs
    )
    return Checked(events, odd)
