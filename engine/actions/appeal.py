"""评价复核: the lead disputes a rating; somebody else decides whether it counts. What the enterprise said stays as it said it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from engine.actions.record import record
from engine.actions.requests import decide
from engine.actions.rule import need
from engine.actions.subject import Subject, subject
from engine.actions.work import Work
from engine.errors import Conflict, Forbidden, NotFound, WindowClosed
from engine.model.issue import Issue
from engine.model.reply import Callback
from engine.model.request import Request
from engine.model.words import EventKind, Unit, Verb
from engine.rules import worktime
from engine.rules.closeout import APPEAL_WORKDAYS, against_the_lead

KIND = "appeal"


async def appeal(work: Work, callback_id: int, *, basis: str, version: int | None = None) -> Request:
    """申请评价复核: once for a rating, with a basis, within three workdays of it."""
    callback = await rating(work, callback_id)
    about = await subject(work, Verb.APPEAL, callback.issue_id, version=version)
    need(basis, "basis")
    refuse_undisputable(about, callback)
    refuse_late(work, about, callback)
    await refuse_second(work, about, callback)
    request = Request(
        issue_id=about.issue.id,
        callback_id=callback_id,
        kind=KIND,
        reason=basis,
        asked_by=work.by.person_id or 0,
        asked_at=work.now,
    )
    work.session.add(request)
    await work.session.flush()
    data = {"request": request.id, "round": callback.round, "basis": basis}
    await record(work, about, EventKind.APPEALED, assignment=about.lead, data=data)
    return request


async def appeal_round(work: Work, issue_id: int, *, round: int, basis: str) -> Issue:
    """The same, for who names the round and not the rating."""
    about = await subject(work, Verb.APPEAL, issue_id)
    statement = select(Callback.id).where(  # type: ignore[call-overload]
        Callback.issue_id == issue_id, Callback.round == round, Callback.state == "answered"
    )
    found = await work.session.scalar(statement)
    if found is None:
        raise Conflict(f"{about.issue.reference} was not rated in round {round}", why="nothing_to_appeal")
    await appeal(work, found, basis=basis)
    return about.issue


async def decide_appeal(work: Work, request_id: int, *, granted: bool, decision: str) -> Issue:
    """Upheld, the rating is left out of the rates and shown beside them; refused, it counts as before."""
    request = await work.session.get(Request, request_id)
    if request is None:
        raise NotFound(f"no appeal {request_id}")
    about = await subject(work, Verb.DECIDE_APPEAL, request.issue_id)
    if request.kind != KIND or request.callback_id is None:
        raise Conflict(f"request {request_id} is no appeal", why="no_appeal")
    callback = await rating(work, request.callback_id)
    if callback.person_id is not None and callback.person_id == work.by.person_id:
        raise Forbidden(
            "who called the enterprise back does not decide on what it said",
            verb=Verb.DECIDE_APPEAL.value,
            why="own_call",
        )
    await decide(work, request, Verb.DECIDE_APPEAL, granted=granted, decision=decision)
    kind = EventKind.APPEAL_UPHELD if granted else EventKind.APPEAL_REJECTED
    answered_at = callback.answered_at.isoformat() if callback.answered_at else None
    data = {
        "request": request_id,
        "round": callback.round,
        "answered_at": answered_at,
        "decision": decision,
    }
    await record(work, about, kind, assignment=about.lead, data=data)
    return about.issue


async def rating(work: Work, callback_id: int) -> Callback:
    """The callback in which the enterprise rated."""
    found = await work.session.get(Callback, callback_id)
    if found is None or found.state != "answered":
        raise NotFound(f"no rating {callback_id}")
    return found


def refuse_undisputable(about: Subject, callback: Callback) -> None:
    """Only unresolved or unsatisfied is disputed."""
    if not against_the_lead(resolved=callback.resolved, satisfied=callback.satisfied):
        raise Conflict(
            f"the rating of {about.issue.reference} is not against you; there is nothing to appeal",
            why="nothing_to_appeal",
        )


def refuse_late(work: Work, about: Subject, callback: Callback) -> None:
    """Asked within three workdays of the rating."""
    until = appealed_until(work, callback)
    if work.now > until:
        raise WindowClosed(
            f"a rating of {about.issue.reference} could be disputed until {until.isoformat()}",
            why="appeal_late",
        )


def appealed_until(work: Work, callback: Callback) -> datetime:
    """Until when a rating may be disputed."""
    said = callback.answered_at or work.now
    return worktime.add(work.rules.calendar, said, APPEAL_WORKDAYS, Unit.WORKDAYS)


def disputable(work: Work, callbacks: Sequence[Callback], requests: Sequence[Request]) -> list[int]:
    """The ratings that may still be appealed."""
    before = {one.callback_id for one in requests if one.kind == KIND}
    return [
        one.id
        for one in callbacks
        if one.state == "answered"
        and against_the_lead(resolved=one.resolved, satisfied=one.satisfied)
        and one.id not in before
        and work.now <= appealed_until(work, one)
    ]


async def refuse_second(work: Work, about: Subject, callback: Callback) -> None:
    """A rating is disputed once, however that was decided."""
    statement = select(Request.id).where(  # type: ignore[call-overload]
        Request.callback_id == callback.id, Request.kind == KIND
    )
    if await work.session.scalar(statement) is not None:
        raise Conflict(
            f"this rating of {about.issue.reference} was appealed before; that is decided once",
            why="appealed_before",
        )
