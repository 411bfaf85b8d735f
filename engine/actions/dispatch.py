"""Giving an issue to agencies: what assign, a ruling and a designation share. Clocks start here (DESIGN D7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actions.record import record
from engine.actions.subject import Subject
from engine.actions.work import Work
from engine.errors import Fault, Invalid
from engine.model.assignment import Assignment
from engine.model.words import Basis, EventKind, Part, Stage


async def dispatch(
    work: Work,
    about: Subject,
    *,
    lead: str,
    supports: Sequence[str] = (),
    basis: Basis = Basis.STATED,
    reason: str = "",
    binding: bool = False,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Withdraw who is no longer wanted, then assign one lead and its supports, each with clocks of its own."""
    wanted = tuple(dict.fromkeys(key for key in supports if key != lead))
    check_agencies(work, lead, *wanted)
    await withdraw(work, about, keep=frozenset(wanted))
    about.issue.dispatches += 1
    about.issue.round = max(about.issue.round, 1)
    about.issue.lead = lead
    kept = {one.agency for one in about.supports}
    parts = [(lead, Part.LEAD), *((key, Part.SUPPORT) for key in wanted if key not in kept)]
    for agency, part in parts:
        told = facts if part == Part.LEAD else None
        await give(work, about, agency, part, basis=basis, reason=reason, binding=binding, facts=told)


def check_agencies(work: Work, *keys: str) -> None:
    """Refuse agencies the directory does not know."""
    faults = [
        Fault(
            f"agency {key}",
            "is not in the directory",
            "choose one of the directory's agencies",
            "unknown_agency",
        )
        for key in keys
        if not work.rules.directory.has_agency(key)
    ]
    if faults:
        raise Invalid("the assignment names unknown agencies", faults=faults)


async def withdraw(work: Work, about: Subject, *, keep: frozenset[str] = frozenset()) -> None:
    """End the active assignments, except supports to keep; their clocks are called off."""
    for one in [one for one in about.assignments if one.active]:
        if one.part == Part.SUPPORT and one.agency in keep:
            continue
        one.stage, one.active = Stage.WITHDRAWN, False
        await work.session.flush()  # the one-lead index must see it gone before the next lead comes
        await record(
            work, about, EventKind.WITHDRAWN, assignment=one, data={"agency": one.agency, "part": one.part}
        )


async def give(
    work: Work,
    about: Subject,
    agency: str,
    part: Part,
    *,
    basis: Basis,
    reason: str,
    binding: bool,
    facts: Mapping[str, Any] | None = None,
) -> Assignment:
    """One assignment and its DISPATCHED event, which carries every fact that policies are chosen by."""
    issue = about.issue
    one = Assignment(
        issue_id=issue.id,
        agency=agency,
        part=part,
        stage=Stage.ASSIGNED,
        dispatch=issue.dispatches,
        basis=basis,
        reason=reason,
        binding=binding,
        dispatched_at=work.now,
    )
    work.session.add(one)
    await work.session.flush()
    about.assignments.append(one)
    data = clock_facts(work, about) | {
        "agency": agency,
        "agency_kind": work.rules.directory.agency(agency).kind,
        "part": part,
        "dispatch": issue.dispatches,
        "basis": basis,
        "why": reason,
        "binding": binding,
        "complex": one.complex,
        **(facts or {}),
    }
    await record(work, about, EventKind.DISPATCHED, assignment=one, data=data)
    return one


def clock_facts(work: Work, about: Subject) -> dict[str, object]:
    """The facts of the issue that policies are chosen by, with the versions of the rules in force."""
    issue = about.issue
    measure = f"{issue.document}/{issue.number}" if issue.document else None
    return {
        "kind": issue.kind,
        "urgency": issue.urgency,
        "channel": issue.channel,
        "measure": measure,
        "hard": issue.hard,
        "needed_by": issue.needed_by.isoformat() if issue.needed_by else None,
        "book": work.rules.book.versions(),
    }
