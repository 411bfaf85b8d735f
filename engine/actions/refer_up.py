"""上报: a question that only a superior can answer; asked for, granted by the task force, shelved until the review."""

from datetime import datetime

from sqlmodel import col, select

from engine.actions.record import record
from engine.actions.refer import facts, put, refuse_past
from engine.actions.requests import decide, shelve_for
from engine.actions.rule import need
from engine.actions.subject import subject
from engine.actions.work import Work
from engine.errors import NotFound
from engine.model.issue import Issue
from engine.model.referral import Referral
from engine.model.request import Request
from engine.model.words import EventKind, ReferredTo, Status, Verb
from engine.rules.lifecycle import ISSUE, after


async def refer_up(
    work: Work,
    issue_id: int,
    *,
    ministry: str,
    question: str,
    review_at: datetime,
    version: int | None = None,
) -> Referral:
    """上报: asked for; it changes nothing until the task force grants it, which shelves the issue."""
    about = await subject(work, Verb.REFER_UP, issue_id, version=version)
    need(ministry, "ministry")
    need(question, "question")
    refuse_past(work, "review_at", review_at)
    about.move(Verb.REFER_UP)
    made = await put(work, about, to=ReferredTo.MINISTRY, body=ministry, question=question, due_at=review_at)
    request = Request(
        issue_id=about.issue.id,
        kind="shelve",
        reason=question,
        until=review_at,
        asked_by=made.asked_by,
        asked_at=work.now,
    )
    work.session.add(request)
    await work.session.flush()
    made.state, made.request_id = "asked", request.id
    await record(work, about, EventKind.REFERRAL_ASKED, data=facts(made))
    return made


async def decide_referral(work: Work, referral_id: int, *, granted: bool, decision: str) -> Issue:
    """The task force sends it upward and shelves the issue until the review, or refuses."""
    request, made = await asked_upward(work, referral_id)
    about = await subject(work, Verb.DECIDE_REFERRAL, made.issue_id)
    await decide(work, request, Verb.DECIDE_REFERRAL, granted=granted, decision=decision)
    made.state = "open" if granted else "refused"
    data = facts(made) | {"decision": decision}
    if granted:
        after(ISSUE, Status(about.issue.status), Verb.SHELVE)  # before anything is written
        await record(work, about, EventKind.REFERRED_UP, data=data)
        await shelve_for(work, about, reason=decision, review_at=made.due_at)
    else:
        await record(work, about, EventKind.REFERRAL_REFUSED, data=data)
    return about.issue


async def asked_upward(work: Work, referral_id: int) -> tuple[Request, Referral]:
    """A referral upward, and the request it waits on."""
    both = select(Request, Referral).where(
        col(Referral.id) == referral_id, col(Request.id) == col(Referral.request_id)
    )
    found = (await work.session.execute(both)).one_or_none()
    if found is None:
        raise NotFound(f"no referral {referral_id} that goes upward")
    return found[0], found[1]
