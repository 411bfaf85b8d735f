"""A text or a part of it, scored and ranked; and how the views of several parts become one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.routing.confidence import Signs
from engine.routing.proposal import Ranked
from engine.routing.reading import Reading
from engine.routing.scoring import Scores

EMPTY = 2  # characters below which there is nothing to route


@dataclass(frozen=True)
class View:
    """What routing thinks of one stretch of text."""

    reading: Reading
    scores: Scores
    shares: dict[str, float]  # topics only, best first
    measures: tuple[Ranked, ...]
    leads: tuple[tuple[str, float], ...]
    signs: Signs

    @property
    def lead(self) -> str | None:
        """The agency proposed."""
        return self.leads[0][0] if self.leads else None

    @property
    def topic(self) -> str | None:
        """The best topic."""
        return next(iter(self.shares), None)

    @property
    def empty(self) -> bool:
        """Too little to route."""
        return len(self.reading.text.norm.strip()) < EMPTY


def together(whole: View, parts: Sequence[View]) -> View:
    """Each part's best measure in turn, then their second ones, then what the whole suggests; the first part leads."""
    if not parts:
        return whole
    ranked: dict[tuple[str, int], Ranked] = {}
    depth = max(len(one.measures) for one in parts)
    for place in range(depth):
        for one in parts:
            if place < len(one.measures):
                measure = one.measures[place]
                ranked.setdefault((measure.document, measure.number), measure)
    for measure in whole.measures:
        ranked.setdefault((measure.document, measure.number), measure)
    return replace(parts[0], reading=whole.reading, measures=tuple(ranked.values()))
