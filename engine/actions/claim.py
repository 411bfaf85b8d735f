"""签收: a handler acknowledges the assignment; the claim clock is met."""

from engine.actions.record import record
from engine.actions.subject import Subject, subject_of
from engine.actions.work import Work
from engine.errors import AlreadyClaimed
from engine.model.issue import Issue
from engine.model.person import Person
from engine.model.words import EventKind, Verb


async def claim(work: Work, assignment_id: int, *, version: int | None = None) -> Issue:
    """The first to claim has it; a second is told who was first. The return stays possible until its window ends."""
    about = await subject_of(work, Verb.CLAIM, assignment_id)
    await refuse_second(work, about)
    about.check(version)
    about.move_assignment(Verb.CLAIM)
    about.named.claimant_id, about.named.claimed_at = work.by.person_id, work.now
    await record(work, about, EventKind.CLAIMED, assignment=about.named, data={"part": about.named.part})
    return about.issue


async def refuse_second(work: Work, about: Subject) -> None:
    """A claimed assignment names its claimant."""
    one = about.named
    if one.claimant_id is None or one.claimed_at is None:
        return
    first = await work.session.get(Person, one.claimant_id)
    name = first.name if first else "somebody"
    reference, at = about.issue.reference, one.claimed_at.isoformat()
    raise AlreadyClaimed(f"{name} claimed {reference} first", reference=reference, claimant=name, at=at)
