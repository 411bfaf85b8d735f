"""Reading policies.yaml: rows may list several urgencies, kinds or reasons; no two may tie, and none may be missing."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path
from typing import Annotated, Literal

from engine import located
from engine.catalog.amounts import Words, WrittenAmount
from engine.errors import Fault, Invalid
from engine.model.calendar import Frozen
from engine.model.policy import Policies, Policy
from engine.model.words import AgencyKind, HoldReason, Kind, Part, Target, Urgency

LISTED = ("urgency", "kind", "agency_kind", "reason", "agency", "measure", "channel")


class PolicyRow(Frozen):
    """One row as written; a list stands for one policy for each of its words."""

    key: str
    target: Target
    urgency: Annotated[tuple[Urgency, ...], Words]
    kind: Annotated[tuple[Kind | None, ...], Words] = (None,)
    agency_kind: Annotated[tuple[AgencyKind | None, ...], Words] = (None,)
    reason: Annotated[tuple[HoldReason | None, ...], Words] = (None,)
    agency: Annotated[tuple[str | None, ...], Words] = (None,)
    measure: Annotated[tuple[str | None, ...], Words] = (None,)
    channel: Annotated[tuple[str | None, ...], Words] = (None,)
    complex: Literal[True] | None = None
    hard: Literal[True] | None = None
    part: Part | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    promise: WrittenAmount
    floor: WrittenAmount | None = None
    ahead: WrittenAmount | None = None
    calendar: str | None = None
    source: str = ""


class PoliciesFile(Frozen):
    """policies.yaml."""

    policies: tuple[PolicyRow, ...]


def read_policies(path: Path, *, version: int = 1, calendars: Iterable[str] | None = None) -> Policies:
    """The policies of a catalogue; every fault is named with its line and column."""
    file = located.read(path)
    rows = file.validate(PoliciesFile).policies
    placed = [(policy, index) for index, row in enumerate(rows) for policy in expanded(row)]
    faults = [
        *row_faults(rows, calendars, file),
        *ties(placed, file),
        *gaps([one for one, _ in placed], file),
    ]
    if faults:
        raise Invalid(f"{path.name} is refused", faults=faults)
    return Policies(version=version, policies=tuple(policy for policy, _ in placed))


def expanded(row: PolicyRow) -> Iterator[Policy]:
    """One policy for each combination of the words a row lists; its key says which."""
    written = row.model_dump()
    lists = [written[name] for name in LISTED]
    for words in product(*lists):
        told = [str(word) for word, choices in zip(words, lists, strict=True) if len(choices) > 1]
        chosen = dict(zip(LISTED, words, strict=True)) | {"key": "-".join([row.key, *told])}
        yield Policy.model_validate(written | chosen)


def row_faults(
    rows: tuple[PolicyRow, ...], calendars: Iterable[str] | None, file: located.Located
) -> Iterator[Fault]:
    """Keys given twice, empty promises, validity that runs backward, unknown calendars."""
    known = None if calendars is None else set(calendars)
    seen: set[str] = set()
    for index, row in enumerate(rows):
        place = ("policies", index)
        if row.key in seen:
            yield file.fault(
                (*place, "key"), f"{row.key} is the key of two rows", "give each its own", "twice"
            )
        seen.add(row.key)
        if row.promise.amount == 0:
            yield file.fault((*place, "promise"), "promises no time at all", "give at least 1", "empty")
        if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
            yield file.fault((*place, "valid_until"), "lies before valid_from", "mend the dates", "range")
        if known is not None and row.calendar is not None and row.calendar not in known:
            mend = f"choose one of {', '.join(sorted(known))}"
            yield file.fault((*place, "calendar"), f"no calendar is called {row.calendar}", mend, "unknown")


def ties(placed: list[tuple[Policy, int]], file: located.Located) -> Iterator[Fault]:
    """Two policies that would fit the same cases equally well on the same day."""
    groups: dict[object, list[tuple[Policy, int]]] = {}
    for policy, index in placed:
        groups.setdefault((policy.target, policy.urgency, policy.criteria), []).append((policy, index))
    for rows in groups.values():
        for (one, _), (other, index) in combinations(rows, 2):
            if overlaps(one, other):
                what = f"{other.key} ties with {one.key}: the same cases on the same days"
                yield file.fault(
                    ("policies", index), what, "name a criterion more, or part their validity", "tie"
                )


def overlaps(one: Policy, other: Policy) -> bool:
    """Whether some day is in both validities."""
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    return starts <= min(one.valid_until or date.max, other.valid_until or date.max)


def gaps(policies: list[Policy], file: located.Located) -> Iterator[Fault]:
    """Targets and urgencies for which on some day no policy without further criteria is in force."""
    for target, urgency in product(Target, Urgency):
        plain = [
            one for one in policies if one.target is target and one.urgency is urgency and not one.criteria
        ]
        if (day := first_uncovered(plain)) is not None:
            what = f"no policy promises {target} for {urgency}" + (f" from {day}" if day > date.min else "")
            yield file.fault((), what, "add a row without further criteria", "gap")


def first_uncovered(policies: list[Policy]) -> date | None:
    """The first day on which none of them is in force; None when there is no such day."""
    day = date.min
    for one in sorted(policies, key=lambda policy: policy.valid_from or date.min):
        if (one.valid_from or date.min) > day:
            return day
        if one.valid_until is None:
            return None
        day = max(day, one.valid_until + timedelta(days=1))
    return day
