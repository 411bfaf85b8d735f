"""延期与挂账: asked for by the lead with a reason, decided by somebody else."""

from datetime import datetime

from sqlalchemy import func, select

from engine.actions.record import record
from engine.actions.rule import need
from engine.actions.subject import Subject, subject, subject_of
from engine.actions.work import Work
from engine.errors import Conflict, Fault, Forbidden, Invalid, NotFound, WindowClosed
from engine.model.issue import Issue
from engine.model.request import Request
from engine.model.words import EventKind, Part, Target, Unit, Verb
from engine.rules import worktime
from engine.store import clock_rows

LONGEST_EXTENSION = 10  # workdays; asked once, at least one workday before expiry
ASKED_BEFORE = 1  # workdays


async def ask_extension(
    work: Work, assignment_id: int, *, workdays: int, reason: str, version: int | None = None
) -> Request:
    """延期申请: before expiry, once, up to the maximum; it changes nothing until it is granted."""
    about = await subject_of(work, Verb.ASK_EXTENSION, assignment_id, version=version)
    need(reason, "reason")
    refuse_length(workdays)
    await refuse_second_request(work, about)
    await refuse_late(work, about)
    request = Request(
        issue_id=about.issue.id,
        assignment_id=assignment_id,
        kind="extension",
        reason=reason,
        amount=workdays,
        asked_by=work.by.person_id or 0,
        asked_at=work.now,
    )
    work.session.add(request)
    await work.session.flush()
    data = {"request": request.id, "workdays": workdays, "reason": reason, "part": about.named.part}
    await record(work, about, EventKind.EXTENSION_ASKED, assignment=about.named, data=data)
    return request


async def decide_extension(work: Work, request_id: int, *, granted: bool, decision: str) -> Issue:
    """The task force grants or refuses; nobody approves their own request."""
    request = await work.session.get(Request, request_id)
    if request is None or request.kind != "extension" or request.assignment_id is None:
        raise NotFound(f"no extension request {request_id}")
    about = await subject(work, Verb.DECIDE_EXTENSION, request.issue_id)
    await decide(work, request, Verb.DECIDE_EXTENSION, granted=granted, decision=decision)
    about.assignment = next(one for one in about.assignments if one.id == request.assignment_id)
    kind = EventKind.EXTENDED if granted else EventKind.EXTENSION_REFUSED
    data = {"request": request_id, "workdays": request.amount, "decision": decision, "part": about.named.part}
    await record(work, about, kind, assignment=about.named, data=data)
    return about.issue


async def decide(work: Work, request: Request, verb: Verb, *, granted: bool, decision: str) -> None:
    """What an open request became, decided with a reason by somebody else; the issue is locked by then."""
    await work.session.refresh(request)  # two may decide at once
    need(decision, "decision")
    if request.state != "open":
        raise Conflict(f"request {request.id} is already {request.state}", why="decided")
    if request.asked_by == work.by.person_id:
        raise Forbidden("nobody approves their own request", verb=verb.value, why="own_request")
    request.state, request.decision = ("granted" if granted else "refused"), decision
    request.decided_by, request.decided_at = work.by.person_id, work.now


def refuse_length(workdays: int) -> None:
    """An extension is one to ten workdays."""
    if not 1 <= workdays <= LONGEST_EXTENSION:
        fault = Fault(
            "workdays",
            f"{workdays} is not between 1 and {LONGEST_EXTENSION}",
            "ask for less, or for shelving",
            "range",
        )
        raise Invalid("the extension is refused", faults=[fault])


async def refuse_second_request(work: Work, about: Subject) -> None:
    """One extension a round of work: an open or granted one bars another."""
    statement = select(func.count()).where(
        Request.assignment_id == about.named.id,  # type: ignore[arg-type]
        Request.kind == "extension",  # type: ignore[arg-type]
        Request.state.in_(("open", "granted")),  # type: ignore[attr-defined]
    )
    if await work.session.scalar(statement):
        raise Conflict(
            f"an extension of {about.issue.reference} was asked for before; it is granted once",
            why="asked_before",
        )


async def refuse_late(work: Work, about: Subject) -> None:
    """Asked at least one workday before the reply is due."""
    clocks = await clock_rows.of_issue(work.session, about.issue.id)
    mine = str(about.named.id)
    due = next(
        (one.due_at for one in clocks.values() if one.target == Target.REPLY and one.assignment == mine), None
    )
    if due is None or worktime.add(work.rules.calendar, work.now, ASKED_BEFORE, Unit.WORKDAYS) > due:
        raise WindowClosed(
            f"an extension is asked for at least {ASKED_BEFORE} workday before the reply is due",
            why="extension_late",
        )


async def shelve(
    work: Work, issue_id: int, *, reason: str, review_at: datetime, version: int | None = None
) -> Issue:
    """挂账: parked by the task force with a review date; it stays open in the ledger."""
    about = await subject(work, Verb.SHELVE, issue_id, version=version)
    need(reason, "reason")
    if review_at <= work.now:
        fault = Fault("review_at", "lies in the past", "name a later review date", "range")
        raise Invalid("shelving needs a review date", faults=[fault])
    await shelve_for(work, about, reason=reason, review_at=review_at)
    return about.issue


async def shelve_for(work: Work, about: Subject, *, reason: str, review_at: datetime) -> None:
    """The move itself, for verbs that shelve as their consequence."""
    about.move(Verb.SHELVE)
    data = {"reason": reason, "review_at": review_at.isoformat()}
    await record(work, about, EventKind.SHELVED, data=data)


async def unshelve(work: Work, issue_id: int, *, why: str) -> Issue:
    """取消挂账: work goes on with the time that was left."""
    about = await subject(work, Verb.UNSHELVE, issue_id)
    need(why, "why")
    await unshelve_for(work, about, why=why)
    return about.issue


async def unshelve_for(work: Work, about: Subject, *, why: str) -> None:
    """The move itself, for verbs that end a shelving as their consequence."""
    about.move(Verb.UNSHELVE)
    for one in about.assignments:
        if one.active and one.part == Part.LEAD:
            one.stage = "in_progress"
    await record(work, about, EventKind.UNSHELVED, data={"why": why})
