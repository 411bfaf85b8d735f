"""查重: the issues that a report being typed may repeat, nearest first. Nothing is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.register import LOOKED_AT, key_of
from engine.model.actor import Actor
from engine.routing.similarity import jaccard, signature
from engine.rules.permits import sees_everything
from engine.store import likeness
from engine.store.likeness import Candidate, Sought

RECENT = timedelta(days=30)
ALIKE = 0.3  # share of common bigrams from which two texts are shown as alike
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Repeat:
    """A candidate with how much of its words is the same, 0 to 1."""

    issue: Candidate
    likeness: float


async def duplicates(
    session: AsyncSession,
    viewer: Actor,
    words: str,
    *,
    enterprise: str = "",
    code: str = "",
    measures: Sequence[tuple[str, int]] = (),
    now: datetime,
) -> Sequence[Repeat]:
    """The same enterprise's open issues and those that say the same, as far as the viewer may see them."""
    said, key = words[:LOOKED_AT], key_of(enterprise, code)
    if not (said or key):
        return []
    sought = Sought(bands=signature(said), measures=measures, key=key, since=now - RECENT)
    everything = sees_everything(viewer)
    return ranked(await likeness.candidates(session, viewer, sought, everything=everything), said)


def ranked(found: Sequence[Candidate], said: str) -> list[Repeat]:
    """The same enterprise's first, each by how much it says the same; what is unlike is left out."""
    compared = [Repeat(one, round(jaccard(said, one.body), 3)) for one in found]
    near = [one for one in compared if (one.issue.same and one.issue.open) or one.likeness >= ALIKE]
    return sorted(near, key=lambda one: (one.issue.same, one.likeness), reverse=True)[:SHOWN]
