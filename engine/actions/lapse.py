"""What happens by itself when a promise runs out: silence accepts an assignment, a hold is resumed."""

from datetime import datetime

from engine.actions.record import record
from engine.actions.subject import Subject
from engine.actions.work import Work
from engine.model.words import EventKind, Stage, Target, Verb
from engine.store import issues


async def lapse(
    work: Work, issue_id: int, *, target: Target, assignment_id: int | None, due: datetime
) -> None:
    """Run the consequence of a lapse step; the row may have moved on since it was planned, then nothing happens."""
    issue = await issues.locked(work.session, issue_id)
    rows = await issues.assignments(work.session, issue_id)
    one = next((row for row in rows if row.id == assignment_id), None)
    about = Subject(issue, rows, one)
    match target:
        case Target.RETURN:
            await accept(work, about)
        case Target.HOLD:
            await resume_held(work, about, at=min(due, work.now))


async def accept(work: Work, about: Subject) -> None:
    """An unreturned assignment is accepted when the return window ends: silence is never an advantage."""
    one = about.assignment
    if one is None or not one.active or one.accepted or one.stage == Stage.DISPUTED:
        return
    one.accepted = True
    await record(
        work, about, EventKind.ACCEPTED, assignment=one, data={"part": one.part, "agency": one.agency}
    )


async def resume_held(work: Work, about: Subject, *, at: datetime) -> None:
    """A hold ends at its longest time, even if we come to it later: an outage of ours gives nobody more time."""
    one = about.assignment
    if one is None or one.stage != Stage.HELD:
        return
    about.move_assignment(Verb.RESUME)
    data = {"note": "longest hold reached", "part": one.part}
    await record(work, about, EventKind.RESUMED, assignment=one, at=at, data=data)
