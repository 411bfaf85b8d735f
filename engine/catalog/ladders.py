"""Reading ladder.yaml: one row speaks to every kind of agency in its own voice, and becomes one rung for each."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from engine import located
from engine.catalog.amounts import Words, WrittenAmount
from engine.errors import Fault, Invalid
from engine.model.calendar import Frozen
from engine.model.policy import Ladder, QuietHours, Rung, Share, When
from engine.model.words import AgencyKind, Audience, Part, Step, Target, Urgency, Voice

Audiences = tuple[Audience, ...]


class WhenRow(Frozen):
    """When, as written."""

    before: WrittenAmount | None = None
    share: Share | None = None
    after: WrittenAmount | None = None
    before_needed: WrittenAmount | None = None


def _when(value: object) -> object:
    """`due` is short for the due time itself."""
    return {"after": {"elapsed": 0}} if value == "due" else value


class RungRow(Frozen):
    """One row as written; `to` lists audiences, or names them for each voice."""

    step: Step
    target: Annotated[tuple[Target, ...], Words]
    urgency: Annotated[tuple[Urgency, ...], Words] = tuple(Urgency)
    part: Annotated[tuple[Part, ...], Words] = ()
    when: Annotated[WhenRow, BeforeValidator(_when)]
    to: Audiences | dict[Voice, Audiences] = ()
    heat: int = 0
    by_verb: bool = False


class LadderFile(Frozen):
    """ladder.yaml."""

    voices: dict[Voice, tuple[AgencyKind, ...]]
    quiet: QuietHours | None = None
    steps: tuple[RungRow, ...]


def read_ladder(path: Path, *, version: int = 1) -> Ladder:
    """The ladder of a catalogue; every fault is named with its line and column."""
    file = located.read(path)
    written = file.validate(LadderFile)
    faults = [*voice_faults(written, file), *step_faults(written, file), *ties(written, file)]
    if faults:
        raise Invalid(f"{path.name} is refused", faults=faults)
    rungs = tuple(rung for row in written.steps for rung in expanded(row, written.voices))
    return Ladder(version=version, rungs=rungs, quiet=written.quiet)


def expanded(row: RungRow, voices: dict[Voice, tuple[AgencyKind, ...]]) -> Iterator[Rung]:
    """One rung for each voice the row speaks in, or one for all agencies."""
    when = When.model_validate(row.when.model_dump())
    plain = Rung(
        step=row.step,
        targets=row.target,
        urgencies=row.urgency,
        parts=row.part,
        when=when,
        heat=row.heat,
        by_verb=row.by_verb,
    )
    if not isinstance(row.to, dict):
        yield plain.model_copy(update={"audiences": row.to})
        return
    for voice, audiences in row.to.items():
        yield plain.model_copy(update={"voice": voice, "agency_kinds": voices[voice], "audiences": audiences})


def voice_faults(written: LadderFile, file: located.Located) -> Iterator[Fault]:
    """Every kind of agency is spoken to in exactly one voice; a row that names voices names them all."""
    spoken = [kind for kinds in written.voices.values() for kind in kinds]
    for kind in AgencyKind:
        if spoken.count(kind) != 1:
            what = f"{kind} agencies are spoken to in {spoken.count(kind)} voices"
            yield file.fault(("voices",), what, "list each kind of agency once", "voice")
    for index, row in enumerate(written.steps):
        if isinstance(row.to, dict) and set(row.to) != set(written.voices):
            silent = ", ".join(sorted(set(written.voices) ^ set(row.to)))
            yield file.fault(
                ("steps", index, "to"), f"leaves out or invents {silent}", "name every voice", "voice"
            )


def step_faults(written: LadderFile, file: located.Located) -> Iterator[Fault]:
    """A step says when it falls, in one way, and not before its promise begins."""
    for index, row in enumerate(written.steps):
        place = ("steps", index, "when")
        try:
            When.model_validate(row.when.model_dump())
        except ValueError:
            yield file.fault(
                place, "is not one time", "say before and/or share, or after, or before_needed", "when"
            )
        if row.when.share is not None and not Fraction(0) < row.when.share < Fraction(1):
            yield file.fault(
                place, f"share {row.when.share} lies outside the promise", "give one between 0 and 1", "range"
            )


def ties(written: LadderFile, file: located.Located) -> Iterator[Fault]:
    """The same step twice at the same moment of the same clock."""
    seen: dict[object, int] = {}
    for index, row in enumerate(written.steps):
        for target, urgency, part in product(row.target, row.urgency, row.part or tuple(Part)):
            moment = (row.step, target, urgency, part, row.when)
            if moment in seen:
                what = f"{row.step} of {target} for {urgency} is already step {seen[moment] + 1}"
                yield file.fault(("steps", index), what, "keep one of them", "tie")
                break
            seen[moment] = index
