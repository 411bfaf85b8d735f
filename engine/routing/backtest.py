"""What a change of the rules would have moved: the same reports under the old router and the new one."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.routing.proposal import Proposal
from engine.routing.router import Router


@dataclass(frozen=True, slots=True)
class Moved:
    """A report whose lead, first measure or decision would change."""

    reference: str
    text: str
    old: Proposal
    new: Proposal

    @property
    def differs(self) -> tuple[str, ...]:
        """Which of lead, measure and decision changed."""
        pairs = (
            ("lead", self.old.lead, self.new.lead),
            ("measure", first(self.old), first(self.new)),
            ("decision", self.old.decision, self.new.decision),
        )
        return tuple(name for name, before, after in pairs if before != after)


def first(proposal: Proposal) -> str | None:
    """The first measure as document/number."""
    return proposal.measures[0].reference if proposal.measures else None


def moved(old: Router, new: Router, texts: Iterable[tuple[str, str]]) -> tuple[Moved, ...]:
    """The reports, given as (reference, text), that would go another way."""
    compared = (Moved(reference, text, old.route(text), new.route(text)) for reference, text in texts)
    return tuple(one for one in compared if one.differs)
