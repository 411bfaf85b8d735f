"""退单: an agency refuses an assignment in time, with a written basis; an arbitrator rules."""

from engine.actions.record import record
from engine.actions.subject import Subject, subject_of
from engine.actions.work import Work
from engine.errors import Conflict, Fault, Invalid, WindowClosed
from engine.model.issue import Issue
from engine.model.promise import Clock
from engine.model.words import EventKind, Target, Verb
from engine.store import clock_rows

BASIS_AT_LEAST = 10  # characters


async def give_back(
    work: Work, assignment_id: int, *, basis: str, suggests: str | None = None, version: int | None = None
) -> Issue:
    """Return the assignment; it stops no clock unless the return is upheld."""
    about = await subject_of(work, Verb.RETURN, assignment_id, version=version)
    if len(basis.strip()) < BASIS_AT_LEAST:
        fault = Fault(
            "basis",
            "a return needs a written basis",
            "name the clause or duty that says whose it is",
            "no_basis",
        )
        raise Invalid("the return is refused", faults=[fault])
    if about.named.binding:
        raise Conflict(
            f"{about.issue.reference} was designated by the task force and cannot be returned", why="binding"
        )
    await refuse_late(work, about)
    about.move_assignment(Verb.RETURN)
    data = {"basis": basis, "suggests": suggests, "part": about.named.part, "agency": about.named.agency}
    await record(work, about, EventKind.RETURNED, assignment=about.named, data=data)
    return about.issue


async def refuse_late(work: Work, about: Subject) -> None:
    """逾期退回 is refused: silence until the window's end was acceptance."""
    clock = await window(work, about)
    if clock is None or about.named.accepted or (clock.due_at and work.now > clock.due_at):
        until = clock.due_at.isoformat() if clock and clock.due_at else ""
        raise WindowClosed(
            f"the window to return {about.issue.reference} is closed; it counts as accepted",
            until=until,
            why="return_late",
        )


async def window(work: Work, about: Subject) -> Clock | None:
    """The return clock of the named assignment, if it had one."""
    clocks = await clock_rows.of_issue(work.session, about.issue.id)
    mine = str(about.named.id)
    return next(
        (one for one in clocks.values() if one.target == Target.RETURN and one.assignment == mine), None
    )
