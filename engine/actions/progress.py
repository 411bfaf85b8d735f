"""Work on an assignment: first contact, start, hold and resume."""

from datetime import datetime

from engine.actions.record import record
from engine.actions.subject import subject_of
from engine.actions.work import Work
from engine.model.issue import Issue
from engine.model.words import EventKind, HoldReason, Verb


async def contact(work: Work, assignment_id: int, *, note: str) -> Issue:
    """首次联系: the agency has spoken to the enterprise; the first-contact clock is met."""
    about = await subject_of(work, Verb.CONTACT, assignment_id)
    data = {"note": note, "part": about.named.part}
    await record(work, about, EventKind.CONTACTED, assignment=about.named, data=data)
    return about.issue


async def start(work: Work, assignment_id: int, *, version: int | None = None) -> Issue:
    """Work begins."""
    about = await subject_of(work, Verb.START, assignment_id, version=version)
    about.move_assignment(Verb.START)
    await record(work, about, EventKind.STARTED, assignment=about.named, data={"part": about.named.part})
    return about.issue


async def hold(
    work: Work, assignment_id: int, *, reason: HoldReason, note: str = "", version: int | None = None
) -> Issue:
    """暂停: the reply clock stands still for an enumerated reason, no longer than its policy allows."""
    about = await subject_of(work, Verb.HOLD, assignment_id, version=version)
    about.move_assignment(Verb.HOLD)
    data = {"reason": reason, "note": note, "part": about.named.part}
    await record(work, about, EventKind.HELD, assignment=about.named, data=data)
    return about.issue


async def resume(
    work: Work, assignment_id: int, *, note: str = "", at: datetime | None = None, version: int | None = None
) -> Issue:
    """恢复: the clock goes on; the system resumes by itself when a hold's longest time is over."""
    about = await subject_of(work, Verb.RESUME, assignment_id, version=version)
    about.move_assignment(Verb.RESUME)
    data = {"note": note, "part": about.named.part}
    await record(work, about, EventKind.RESUMED, assignment=about.named, at=at, data=data)
    return about.issue
