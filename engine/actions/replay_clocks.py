"""Proof of the clocks: every deadline reckoned again from the events alone, under the rules as published or a draft."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.policy import Policies
from engine.model.promise import Clock, ClockKey, Occurrence
from engine.model.words import EventKind
from engine.rules.clock_effects import EFFECTS
from engine.rules.clocks import replay
from engine.rules.rulebook import Rulebook
from engine.rules.whatif import Difference, whatif
from engine.store import histories
from engine.store.histories import Told

BATCH = 500
TIMED = tuple(str(kind) for kind in EFFECTS)


@dataclass(frozen=True, slots=True)
class History:
    """One issue: its events that move clocks, and its clocks as stored."""

    reference: str
    events: tuple[Occurrence, ...]
    stored: dict[ClockKey, Clock]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A clock that is stored otherwise than its history makes it; None where one of the two has no such clock."""

    reference: str
    key: ClockKey
    stored: Clock | None
    reckoned: Clock | None


async def read(
    session: AsyncSession,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    only: int | None = None,
    latest: int | None = None,
) -> AsyncIterator[History]:
    """Every issue's history, in batches; of the reports of a time, one issue or the latest, if that is asked for."""
    after = await histories.before(session, latest) if latest else 0
    while rows := await histories.page(session, after=after, limit=BATCH, start=start, end=end, only=only):
        ids = [issue for issue, _ in rows]
        told = await histories.events(session, ids, TIMED)
        bodies = await histories.bodies(session, ids)
        for issue, reference in rows:
            clocks = [Clock.model_validate(body) for body in bodies[issue]]
            yield History(reference, occurrences(told[issue]), {clock.key: clock for clock in clocks})
        after = ids[-1]


def occurrences(told: Sequence[Told]) -> tuple[Occurrence, ...]:
    """Stored events as the rules read them."""
    return tuple(
        Occurrence(
            seq=one.seq,
            kind=EventKind(one.kind),
            at=one.at,
            recorded_at=one.recorded_at,
            assignment=str(one.assignment_id) if one.assignment_id else None,
            data=one.data,
        )
        for one in told
    )


def mismatches(history: History, book: Rulebook) -> list[Mismatch]:
    """Where the stored clocks and the replayed ones differ; there must be none."""
    reckoned = replay(history.events, book)
    keys = sorted({*reckoned, *history.stored}, key=lambda key: key.text)
    return [
        Mismatch(history.reference, key, history.stored.get(key), reckoned.get(key))
        for key in keys
        if history.stored.get(key) != reckoned.get(key)
    ]


def under_draft(history: History, book: Rulebook, draft: Policies, *, now: datetime) -> list[Difference]:
    """What a draft of the policies would have changed for one issue; its clocks are known, only the draft's are reckoned."""
    return whatif(history.stored, history.events, book, draft, now=now)
