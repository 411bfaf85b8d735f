"""派单: give a registered issue to its lead and supports, under a measure of the directory."""

from collections.abc import Sequence
from typing import Any

from engine.actions.dispatch import dispatch
from engine.actions.subject import Subject, subject
from engine.actions.work import Work
from engine.errors import Conflict, Fault, Invalid
from engine.model.issue import Issue
from engine.model.words import Basis, Verb
from engine.store import proposals

DISPATCHES_BEFORE_DESIGNATION = 3


async def assign(
    work: Work,
    issue_id: int,
    *,
    lead: str,
    supports: Sequence[str] = (),
    document: str | None = None,
    number: int | None = None,
    reason: str = "",
    version: int | None = None,
) -> Issue:
    """A person (or confident routing) dispatches the issue; after three upheld returns only designation may."""
    about = await subject(work, Verb.ASSIGN, issue_id, version=version)
    if about.issue.dispatches >= DISPATCHES_BEFORE_DESIGNATION:
        raise Conflict(
            f"{about.issue.reference} was returned three times; the task force designates its lead",
            why="third_dispatch",
        )
    classify(work, about, document, number)
    about.move(Verb.ASSIGN)
    await dispatch(
        work,
        about,
        lead=lead,
        supports=supports,
        basis=basis_of(work, about, lead),
        reason=reason,
        facts=await correction(work, about, lead),
    )
    return about.issue


async def correction(work: Work, about: Subject, lead: str) -> dict[str, Any]:
    """What routing had proposed, where a person decides otherwise: a fact to learn from."""
    proposed = await proposals.latest(work.session, about.issue.id)
    if proposed is None:
        return {}
    first: dict[str, Any] = next(iter(proposed["measures"]), {})
    measure = (first.get("document"), first.get("number"))
    if measure == (about.issue.document, about.issue.number) and proposed["lead"] == lead:
        return {}
    was = f"{measure[0]}/{measure[1]}" if first else None
    return {"proposed": {"measure": was, "lead": proposed["lead"], "rules": proposed["rules"]}}


def classify(work: Work, about: Subject, document: str | None, number: int | None) -> None:
    """Put the issue under a measure; one that the directory does not have is refused."""
    if document is None or number is None:
        return
    if work.rules.directory.find(document, number) is None:
        fault = Fault(
            f"measure {document}/{number}",
            "is not in the directory",
            "choose a measure it lists",
            "unknown_measure",
        )
        raise Invalid("the assignment names an unknown measure", faults=[fault])
    about.issue.document, about.issue.number = document, number


def basis_of(work: Work, about: Subject, lead: str) -> Basis:
    """On what the lead's responsibility rests: the measure's own word for it, else a person's ruling."""
    issue = about.issue
    measure = (
        work.rules.directory.find(issue.document, issue.number) if issue.document and issue.number else None
    )
    return measure.basis_for(lead) if measure else Basis.RULED
