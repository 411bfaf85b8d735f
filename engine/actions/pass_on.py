"""A cure reaches the children: each open one gets its lead's reply and a callback of its own, and none is cleared by it."""

from collections.abc import Sequence

from engine.actions.assign import classify
from engine.actions.callbacks import open_callback
from engine.actions.dispatch import dispatch
from engine.actions.record import record
from engine.actions.subject import Subject
from engine.actions.work import Work
from engine.model.common import CommonProblem
from engine.model.reply import Reply
from engine.model.words import Basis, EventKind, Part, Status, Verb
from engine.rules.lifecycle import UNDISPATCHED, WITH_AGENCY


async def pass_on(work: Work, problem: CommonProblem, children: Sequence[Subject]) -> list[int]:
    """Reply to every child that waits for an answer; a return in dispute is ruled on first and left out."""
    done = []
    for about in children:
        await made_ready(work, problem, about)
        if about.issue.status in WITH_AGENCY and about.lead is not None:
            await reply_for(work, problem, about)
            done.append(about.issue.id)
    return done


async def made_ready(work: Work, problem: CommonProblem, about: Subject) -> None:
    """What was not dispatched goes to the problem's lead; what was parked is taken off the shelf."""
    if about.issue.status in UNDISPATCHED and problem.lead:
        if about.issue.document is None:
            classify(work, about, problem.document, problem.number)
        about.move(Verb.ASSIGN)
        await dispatch(work, about, lead=problem.lead, basis=Basis.RULED, reason=problem.title)
    elif about.issue.status == Status.SHELVED:
        about.move(Verb.UNSHELVE)
        await record(work, about, EventKind.UNSHELVED, data={"why": problem.title})


async def reply_for(work: Work, problem: CommonProblem, about: Subject) -> None:
    """The cure as the reply of the child's lead; a support's part is covered by the evidence of the cure."""
    about.assignment = about.lead
    about.move_assignment(Verb.PASS_ON)
    about.named.replied_at = about.issue.replied_at = work.now
    reason = problem.cure_evidence if about.supports else ""
    work.session.add(
        Reply(
            issue_id=about.issue.id,
            assignment_id=about.named.id,
            round=about.issue.round,
            text=problem.cure,
            open_supports_reason=reason,
            person_id=problem.cured_by,
            at=work.now,
        )
    )
    await open_callback(work, about)
    data = {
        "text": problem.cure,
        "part": Part.LEAD,
        "round": about.issue.round,
        "why_open": reason,
        "common": problem.id,
    }
    await record(work, about, EventKind.REPLIED, assignment=about.named, data=data)
