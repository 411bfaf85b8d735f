"""答复: an agency answers; the lead's answer goes to the enterprise and starts the callback."""

from engine.actions.callbacks import open_callback
from engine.actions.record import record
from engine.actions.rule import need
from engine.actions.subject import Subject, subject_of
from engine.actions.work import Work
from engine.errors import Conflict
from engine.model.issue import Issue
from engine.model.reply import Reply
from engine.model.words import EventKind, Part, Stage, Verb


async def reply(
    work: Work, assignment_id: int, *, text: str, open_supports_reason: str = "", version: int | None = None
) -> Issue:
    """A lead cannot reply while a support is open, unless it says why. A reply is not a clearance."""
    about = await subject_of(work, Verb.REPLY, assignment_id, version=version)
    need(text, "text")
    refuse_open_supports(about, open_supports_reason)
    about.move_assignment(Verb.REPLY)
    about.named.replied_at = work.now
    work.session.add(
        Reply(
            issue_id=about.issue.id,
            assignment_id=about.named.id,
            round=about.issue.round,
            text=text,
            open_supports_reason=open_supports_reason,
            person_id=work.by.person_id,
            at=work.now,
        )
    )
    if about.named.part == Part.LEAD:
        about.issue.replied_at = work.now
        await open_callback(work, about)
    data = {
        "text": text,
        "part": about.named.part,
        "round": about.issue.round,
        "why_open": open_supports_reason,
    }
    await record(work, about, EventKind.REPLIED, assignment=about.named, data=data)
    return about.issue


def refuse_open_supports(about: Subject, reason: str) -> None:
    """Name the supports that still owe their part."""
    waiting = [one.agency for one in about.supports if one.stage != Stage.REPLIED]
    if about.named.part == Part.LEAD and waiting and not reason.strip():
        message = (
            f"{', '.join(waiting)} still owes its part of {about.issue.reference}; wait for it or say why not"
        )
        raise Conflict(message, waiting=waiting, why="supports_open")
