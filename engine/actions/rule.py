"""裁定与指定: the arbitrator decides a returned assignment; after the third the task force designates."""

from collections.abc import Sequence

from engine.actions.assign import DISPATCHES_BEFORE_DESIGNATION
from engine.actions.dispatch import dispatch
from engine.actions.record import record
from engine.actions.subject import Subject, subject, subject_of
from engine.actions.work import Work
from engine.errors import Conflict, Fault, Invalid
from engine.model.issue import Issue
from engine.model.words import Basis, EventKind, Part, Verb


async def reject_return(work: Work, assignment_id: int, *, opinion: str, version: int | None = None) -> Issue:
    """The return is refused: the assignment stands again, its clocks never stopped."""
    about = await subject_of(work, Verb.REINSTATE, assignment_id, version=version)
    need(opinion, "opinion")
    about.move_assignment(Verb.REINSTATE)
    if about.named.claimant_id is not None:
        about.move_assignment(Verb.CLAIM)
    about.named.accepted = True
    data = {"opinion": opinion, "part": about.named.part, "agency": about.named.agency}
    await record(work, about, EventKind.RETURN_REJECTED, assignment=about.named, data=data)
    return about.issue


async def uphold_return(
    work: Work,
    assignment_id: int,
    *,
    opinion: str,
    lead: str | None = None,
    supports: Sequence[str] = (),
    version: int | None = None,
) -> Issue:
    """The return is upheld: the assignment ends with its clocks; a new lead gets new clocks."""
    about = await subject_of(work, Verb.RULE, assignment_id, version=version)
    need(opinion, "opinion")
    refuse_new_lead_of_third(about, lead)
    one = about.named
    about.move_assignment(Verb.RULE)
    one.active = False
    await work.session.flush()
    data = {"opinion": opinion, "part": one.part, "agency": one.agency, "lead": lead}
    await record(work, about, EventKind.RETURN_UPHELD, assignment=one, data=data)
    if lead and one.part == Part.LEAD:
        about.move(Verb.ASSIGN)
        await dispatch(work, about, lead=lead, supports=supports, basis=Basis.RULED, reason=opinion)
    return about.issue


async def designate(
    work: Work,
    issue_id: int,
    *,
    lead: str,
    supports: Sequence[str] = (),
    opinion: str,
    version: int | None = None,
) -> Issue:
    """指定: the task force's binding assignment; it cannot be returned."""
    about = await subject(work, Verb.DESIGNATE, issue_id, version=version)
    need(opinion, "opinion")
    about.move(Verb.DESIGNATE)
    await record(work, about, EventKind.DESIGNATED, data={"opinion": opinion, "lead": lead})
    await dispatch(work, about, lead=lead, supports=supports, basis=Basis.RULED, reason=opinion, binding=True)
    return about.issue


def refuse_new_lead_of_third(about: Subject, lead: str | None) -> None:
    """Upholding the third dispatch's return leaves the choice to the task force."""
    third = about.issue.dispatches >= DISPATCHES_BEFORE_DESIGNATION and about.named.part == Part.LEAD
    if third and lead:
        raise Conflict(
            f"{about.issue.reference} was dispatched three times; the task force designates its lead",
            why="third_dispatch",
        )


def need(words: str, field: str) -> None:
    """Refuse a decision without words."""
    if not words.strip():
        fault = Fault(field, "is empty", "write the reason; it is read by both sides", "required")
        raise Invalid("a decision needs its reason", faults=[fault])
