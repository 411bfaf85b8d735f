"""Proving stored summaries: drawn anew they say the same, each opens as the last closed, every number opens its list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.balance import check_balance
from engine.actions.draw_summary import redrawn
from engine.actions.in_force import InForce
from engine.model.ledger import Summary
from engine.rules.weeks import week_named
from engine.store import summaries


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of one week; `faults` is empty if all is well."""

    week: str
    numbers: int
    faults: tuple[str, ...]


async def prove(session: AsyncSession, week: str, *, rules: InForce) -> Proof:
    """Everything a disputed week has to stand up to."""
    stored = await summaries.required(session, week_named(week).name)
    before = await summaries.of_week(session, week_named(week).before().name)
    numbers = list(counts(stored.figures))
    faults = [
        *(f"drawn anew, {name} differs" for name in await redrawn(session, week=stored.week, rules=rules)),
        *(f"{one['key']} says {one['n']}" for one in numbers if one["n"] != len(stored.lists[one["key"]])),
        *opening(stored, before),
        *terms(stored),
    ]
    checked = await check_balance(session, *week_named(week).span(rules.zone))
    faults += [f"recount: {one}" for one in checked.differences]
    return Proof(stored.week, len(numbers), tuple(faults))


def counts(value: Any) -> Iterator[dict[str, Any]]:
    """Every number of the figures that names its list."""
    if isinstance(value, dict):
        if set(value) == {"n", "key"}:
            yield value
        else:
            for one in value.values():
                yield from counts(one)
    elif isinstance(value, list):
        for one in value:
            yield from counts(one)


def opening(stored: Summary, before: Summary | None) -> list[str]:
    """The opening is the closing of the week before, issue by issue."""
    if before is None or stored.lists["ledger/opening"] == before.lists["ledger/closing"]:
        return []
    return [f"the opening is not the closing of {before.week}"]


def terms(stored: Summary) -> list[str]:
    """The total and every agency's line balance."""
    whole = {"total": stored.figures["balance"]}
    parts = {line["agency"]: line["balance"] for line in stored.figures["agencies"]}
    return [f"{name} does not balance" for name, one in (whole | parts).items() if not balances(one)]


def balances(one: dict[str, Any]) -> bool:
    """opening + new + reopened + moved in − moved out − off = closing."""
    into = sum(one[term]["n"] for term in ("opening", "new", "reopened", "moved_in"))
    return bool(into - one["moved_out"]["n"] - one["off"]["n"] == one["closing"]["n"])
