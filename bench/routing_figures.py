"""How well routing does on labelled reports: one outcome for each, and rates that carry their counts."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from engine.model.directory import Directory
from engine.routing.router import Router

FOREIGN = "out_of_scope"
SURE = 1.96  # standard deviations of a 95 % interval


@dataclass(frozen=True)
class Outcome:
    """What became of one labelled report."""

    id: str
    difficulty: str
    first: bool  # an accepted measure first
    among: bool  # an accepted measure among the first three
    best: bool  # the best agency leads
    accepted: bool  # one of the acceptable agencies leads
    dispatched: bool
    confidence: float
    kind: bool
    urgency: bool
    parts: bool

    @property
    def foreign(self) -> bool:
        """Is it nobody's?"""
        return self.difficulty == FOREIGN


@dataclass(frozen=True)
class Rate:
    """A share with its counts and its 95 % Wilson interval."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share."""
        return self.hits / self.of if self.of else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval."""
        if not self.of:
            return (0.0, 1.0)
        centre = self.value + SURE**2 / (2 * self.of)
        width = SURE * sqrt(self.value * (1 - self.value) / self.of + SURE**2 / (4 * self.of**2))
        scale = 1 + SURE**2 / self.of
        return (max(0.0, (centre - width) / scale), min(1.0, (centre + width) / scale))

    def __str__(self) -> str:
        if not self.of:
            return "–"
        low, high = self.interval
        return f"{self.value:6.1%} [{low:4.0%}–{high:4.0%}] {self.hits}/{self.of}"


def labelled(path: Path) -> list[dict[str, Any]]:
    """The reports of a file with their labels."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def outcome(router: Router, row: dict[str, Any], directory: Directory) -> Outcome:
    """Route one report and compare."""
    proposal = router.route(row["text"], channel=row["channel"])
    accepted = {(document, number) for document, number in row["measures"]}
    ranked = [(one.document, one.number) for one in proposal.measures]
    leads = [agency.key for name in row["agencies"] if (agency := directory.agency_named(name))]
    return Outcome(
        id=row["id"],
        difficulty=row["difficulty"],
        first=bool(accepted.intersection(ranked[:1])),
        among=bool(accepted.intersection(ranked[:3])),
        best=leads[:1] == [proposal.lead],
        accepted=proposal.lead in leads,
        dispatched=proposal.decision == "dispatch",
        confidence=proposal.confidence,
        kind=proposal.kind.value == row["kind"],
        urgency=(proposal.urgency.value == "normal") == (row["urgency"] == "normal"),
        parts=max(1, len(proposal.parts)) == row["parts"],
    )


def rate(outcomes: Iterable[Outcome], held: Callable[[Outcome], bool]) -> Rate:
    """The share of outcomes for which something held."""
    found = [held(one) for one in outcomes]
    return Rate(sum(found), len(found))


def figures(outcomes: Sequence[Outcome]) -> dict[str, Rate]:
    """The rows of the table."""
    own = [one for one in outcomes if not one.foreign]
    sent = [one for one in own if one.dispatched]
    heard = [one for one in own if one.difficulty == "asr"]
    return {
        "accepted measure first": rate(own, lambda one: one.first),
        "accepted measure among three": rate(own, lambda one: one.among),
        "… of speech-recognition reports": rate(heard, lambda one: one.among),
        "lead = best agency": rate(own, lambda one: one.best),
        "lead = an acceptable agency": rate(own, lambda one: one.accepted),
        "share dispatched": rate(own, lambda one: one.dispatched),
        "acceptable lead of the dispatched": rate(sent, lambda one: one.accepted),
        "out of scope sent to triage": rate(
            [one for one in outcomes if one.foreign], lambda one: not one.dispatched
        ),
        "kind": rate(own, lambda one: one.kind),
        "urgent or not": rate(own, lambda one: one.urgency),
        "number of parts": rate(own, lambda one: one.parts),
    }
