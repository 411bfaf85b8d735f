"""Promises and the ladder as data: which limit applies to whom, and what happens as it nears or passes."""

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from engine.model.calendar import Frozen, TimeOfDay
from engine.model.words import (
    AgencyKind,
    Audience,
    HoldReason,
    Kind,
    Part,
    Step,
    Target,
    Unit,
    Urgency,
    Voice,
)

Share = Annotated[
    Fraction, BeforeValidator(lambda value: Fraction(str(value))), PlainSerializer(str, when_used="json")
]


class Amount(Frozen):
    """So many minutes, or days for workdays."""

    amount: int = Field(ge=0)
    unit: Unit


class Matter(Frozen):
    """The facts that policies and ladder rows are chosen by; an event carries them, so that replay needs no more."""

    urgency: Urgency = Urgency.NORMAL
    kind: Kind | None = None
    channel: str | None = None
    measure: str | None = None  # document/number
    agency: str | None = None
    agency_kind: AgencyKind | None = None
    part: Part | None = None
    hard: bool = False  # 疑难
    complex: bool = False  # 复杂: a longer window to return
    reason: HoldReason | None = None


# From the most to the least telling: a row that names the agency beats one that names the measure, and so on.
CRITERIA = ("agency", "measure", "channel", "reason", "complex", "hard", "kind", "agency_kind", "part")


class Policy(Frozen):
    """时限规则: one promise, for matters of one urgency that agree with every criterion it names."""

    key: str
    target: Target
    urgency: Urgency
    agency: str | None = None
    measure: str | None = None
    channel: str | None = None
    reason: HoldReason | None = None
    complex: Literal[True] | None = None
    hard: Literal[True] | None = None
    kind: Kind | None = None
    agency_kind: AgencyKind | None = None
    part: Part | None = None
    valid_from: date | None = None
    valid_until: date | None = None  # inclusive
    promise: Amount
    floor: Amount | None = None  # the least that is left after a redo
    ahead: Amount | None = None  # how long before the lead a support is due
    calendar: str | None = None  # None: the calendar the agency keeps
    source: str = ""

    @cached_property
    def criteria(self) -> tuple[tuple[str, object], ...]:
        """What it asks of a matter, besides the urgency."""
        return tuple((name, getattr(self, name)) for name in CRITERIA if getattr(self, name) is not None)

    @property
    def rank(self) -> tuple[bool, ...]:
        """Orders policies by how telling their criteria are."""
        return tuple(getattr(self, name) is not None for name in CRITERIA)

    def fits(self, matter: Matter, on: date) -> bool:
        """Whether a matter of its urgency agrees with it on that date."""
        return self.valid(on) and all(getattr(matter, name) == wanted for name, wanted in self.criteria)

    def valid(self, on: date) -> bool:
        """Whether it is in force on that date."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )


class Policies(Frozen):
    """One published set of policies."""

    version: int = 1
    policies: tuple[Policy, ...]

    @cached_property
    def sorted(self) -> dict[tuple[Target, Urgency], tuple[Policy, ...]]:
        """By target and urgency, the most telling first."""
        found: dict[tuple[Target, Urgency], list[Policy]] = {}
        for one in sorted(self.policies, key=lambda policy: policy.rank, reverse=True):
            found.setdefault((one.target, one.urgency), []).append(one)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def by_key(self) -> dict[str, Policy]:
        """By their key."""
        return {one.key: one for one in self.policies}


class When(Frozen):
    """When a step falls: before due, at a share of the promise (the later of both), after due, or before the needed-by."""

    before: Amount | None = None
    share: Share | None = None
    after: Amount | None = None
    before_needed: Amount | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (
            self.before is not None or self.share is not None,
            self.after is not None,
            self.before_needed is not None,
        )
        if sum(ways) != 1:
            raise ValueError("say when: before and/or share, or after, or before_needed")
        return self


class Rung(Frozen):
    """One step of the ladder, for the targets, urgencies, parts and agency kinds it lists; an empty list means all."""

    step: Step
    targets: tuple[Target, ...]
    urgencies: tuple[Urgency, ...] = ()
    agency_kinds: tuple[AgencyKind, ...] = ()
    parts: tuple[Part, ...] = ()
    when: When
    audiences: tuple[Audience, ...] = ()
    voice: Voice = Voice.CARD
    heat: int = Field(default=0, ge=0)
    by_verb: bool = False

    def fits(self, target: Target, matter: Matter) -> bool:
        """Whether a clock of this target and matter climbs it."""
        return (
            target in self.targets
            and (not self.urgencies or matter.urgency in self.urgencies)
            and (not self.agency_kinds or matter.agency_kind in self.agency_kinds)
            and (not self.parts or matter.part in self.parts)
        )


class QuietHours(Frozen):
    """Local hours in which people are not disturbed, except about these urgencies."""

    begins: TimeOfDay
    ends: TimeOfDay
    excepted: tuple[Urgency, ...] = (Urgency.DANGER,)


class Ladder(Frozen):
    """督办阶梯: one published set of steps, and the hours in which nobody is told."""

    version: int = 1
    rungs: tuple[Rung, ...]
    quiet: QuietHours | None = None
