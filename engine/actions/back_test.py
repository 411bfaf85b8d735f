"""A draft of the vocabulary held against history: which past issues would go elsewhere, and whom that contradicts."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from engine.routing.backtest import Moved, moved
from engine.routing.router import Router
from engine.store.learnt import Past, past


@dataclass(frozen=True, slots=True)
class BackTest:
    """The past issues that would be routed otherwise; among them those that a person or an enterprise spoke about."""

    issues: int
    moved: Sequence[Moved]
    rulings: frozenset[str]  # references ruled or dispatched by a person to stay with their lead
    confirmed: frozenset[str]  # references the enterprise confirmed as solved by their lead


async def back_test(
    session: AsyncSession, old: Router, new: Router, *, latest: int | None = None
) -> BackTest:
    """Every past issue, or the latest, under both routers; the reading runs in a thread beside the loop.

    An issue takes about 2.5 ms.
    """
    known = await past(session, latest=latest)
    found = await asyncio.to_thread(moved, old, new, [(one.reference, one.body) for one in known])
    return held_against(found, known)


def held_against(found: Sequence[Moved], known: Sequence[Past]) -> BackTest:
    """The moves beside what is known of the issues."""
    ruled = {one.reference: one.lead for one in known if one.ruled}
    confirmed = {one.reference: one.lead for one in known if one.confirmed}
    return BackTest(len(known), found, contradictions(found, ruled), contradictions(found, confirmed))


def contradictions(found: Sequence[Moved], leads: dict[str, str]) -> frozenset[str]:
    """References of moves that would send elsewhere what is known to belong to its lead."""
    return frozenset(
        one.reference
        for one in found
        if one.new.lead != one.old.lead
        and one.reference in leads
        and one.new.lead not in (None, leads[one.reference])
    )
