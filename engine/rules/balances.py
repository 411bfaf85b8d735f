"""台账 arithmetic: opening + new + reopened + moved in − moved out − off = closing, for any period and any division."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.model.figures import Movement, Standing
from engine.model.words import Outcome

NOWHERE = "-"  # not yet with an agency, or under no measure


class Division(StrEnum):
    """What a balance may be divided by."""

    TOTAL = "total"
    AGENCY = "agency"
    MEASURE = "measure"
    CHANNEL = "channel"


@dataclass(slots=True)
class Tally:
    """The issues behind each term of a balance; an issue reopened twice stands twice among the reopened."""

    opening: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    reopened: list[int] = field(default_factory=list)
    moved_in: list[int] = field(default_factory=list)
    moved_out: list[int] = field(default_factory=list)
    off: dict[str, list[int]] = field(default_factory=lambda: {outcome.value: [] for outcome in Outcome})
    standing: dict[int, None] = field(default_factory=dict)

    @property
    def closing(self) -> list[int]:
        """The issues that stand at the end."""
        return list(self.standing)

    @property
    def all_off(self) -> list[int]:
        """Every way off."""
        return [issue for issues in self.off.values() for issue in issues]

    @property
    def difference(self) -> int:
        """Zero, if every entry fits the ones before it."""
        into = len(self.opening) + len(self.new) + len(self.reopened) + len(self.moved_in)
        return into - len(self.moved_out) - len(self.all_off) - len(self.standing)


def tallies(
    opening: Iterable[Standing], movements: Iterable[Movement], by: Division = Division.TOTAL
) -> dict[str, Tally]:
    """One tally for each part of the division, from who stood at the start and what moved since, in order."""
    parts: dict[str, Tally] = defaultdict(Tally)
    where = PLACES[by]
    for one in opening:
        part = parts[where(one.channel, one.agency, one.measure)]
        part.opening.append(one.issue)
        part.standing[one.issue] = None
    for move in movements:
        here = parts[where(move.channel, move.agency, move.measure)]
        if move.movement == "moved":
            carry(move.issue, parts[where(move.channel, move.from_agency, move.from_measure)], here)
        else:
            apply(move, here)
    return dict(parts)


def apply(move: Movement, part: Tally) -> None:
    """Put an issue on the part's ledger, or strike it off."""
    if move.movement == "off":
        part.off[move.outcome or Outcome.CHECKED].append(move.issue)
        part.standing.pop(move.issue, None)
        return
    (part.new if move.movement == "new" else part.reopened).append(move.issue)
    part.standing[move.issue] = None


def carry(issue: int, there: Tally, here: Tally) -> None:
    """Move an issue between parts; within one part nothing moves."""
    if there is here:
        return
    there.moved_out.append(issue)
    there.standing.pop(issue, None)
    here.moved_in.append(issue)
    here.standing[issue] = None


def standing_after(opening: Iterable[Standing], movements: Iterable[Movement]) -> list[Standing]:
    """Who stands after the movements, and where: the opening of the next period."""
    stands = {one.issue: one for one in opening}
    for move in movements:
        if move.movement == "off":
            stands.pop(move.issue, None)
        else:
            stands[move.issue] = Standing(move.issue, move.channel, move.agency, move.measure)
    return [stands[issue] for issue in sorted(stands)]


Place = Callable[[str, str | None, str | None], str]
PLACES: Mapping[Division, Place] = {
    Division.TOTAL: lambda channel, agency, measure: Division.TOTAL.value,
    Division.AGENCY: lambda channel, agency, measure: agency or NOWHERE,
    Division.MEASURE: lambda channel, agency, measure: measure or NOWHERE,
    Division.CHANNEL: lambda channel, agency, measure: channel,
}
