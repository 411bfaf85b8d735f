"""What other limits would have made late: every history replayed under a draft, nothing written."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.replay_clocks import History, read, under_draft
from engine.model.policy import Policies
from engine.model.words import Target
from engine.rules.rulebook import Rulebook
from engine.rules.whatif import Difference

SHOWN = 50  # differences kept one by one; all are counted
BATCH = 100  # histories between two looks at the loop


@dataclass(slots=True)
class Outcome:
    """How many due times move, become late or are late no longer, by target, and the first such clocks."""

    issues: int = 0
    moved: Counter[Target] = field(default_factory=Counter)
    late: Counter[Target] = field(default_factory=Counter)
    kept: Counter[Target] = field(default_factory=Counter)
    shown: list[tuple[str, Difference]] = field(default_factory=list)

    @property
    def targets(self) -> list[Target]:
        """The targets that change, in the order of the vocabulary."""
        return [one for one in Target if self.moved[one]]

    def take(self, reference: str, found: Sequence[Difference]) -> None:
        """Count one issue's differences."""
        self.issues += 1
        for one in found:
            self.moved[one.key.target] += 1
            if one.was_late != one.would_be_late:
                (self.late if one.would_be_late else self.kept)[one.key.target] += 1
                if len(self.shown) < SHOWN:
                    self.shown.append((reference, one))


async def what_if(
    session: AsyncSession,
    book: Rulebook,
    draft: Policies,
    *,
    now: datetime,
    start: datetime | None = None,
    end: datetime | None = None,
    latest: int | None = None,
) -> Outcome:
    """Replay the histories of a time or the latest, else all; the reckoning runs in a thread beside the loop.

    An issue takes about 4 ms.
    """
    outcome = Outcome()
    batch: list[History] = []
    async for history in read(session, start=start, end=end, latest=latest):
        batch.append(history)
        if len(batch) == BATCH:
            await asyncio.to_thread(reckoned, outcome, batch, book, draft, now)
            batch = []
    await asyncio.to_thread(reckoned, outcome, batch, book, draft, now)
    return outcome


def reckoned(
    outcome: Outcome, histories: Sequence[History], book: Rulebook, draft: Policies, now: datetime
) -> None:
    """Count some histories."""
    for one in histories:
        outcome.take(one.reference, under_draft(one, book, draft, now=now))
