"""回访: opening it with the reply, its attempts, and what an answer brings about."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions import tokens
from engine.actions.announce import notify
from engine.actions.check_callback import draw
from engine.actions.close import clear_confirmed, propose_for
from engine.actions.record import record
from engine.actions.subject import Subject, subject
from engine.actions.work import Work
from engine.errors import Conflict, Fault, Forbidden, Invalid
from engine.model.actor import Actor
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.reply import Callback
from engine.model.words import (
    Audience,
    CallbackOutcome,
    EventKind,
    ProposeReason,
    Status,
    Unit,
    Verb,
)
from engine.rules import worktime
from engine.rules.announcements import NoticeKind
from engine.rules.callback_times import next_attempt
from engine.rules.closeout import ATTEMPTS, LINK_WORKDAYS, Answer, Meaning, meaning
from engine.store import details, issues


async def open_callback(work: Work, about: Subject) -> None:
    """A round's callback is due the next working day; its link's token leaves only inside the message."""
    calendar = work.rules.calendar
    work.session.add(
        Callback(
            issue_id=about.issue.id,
            round=about.issue.round,
            next_at=next_attempt(calendar, work.now, attempt=1),
            token_hash=tokens.digest(tokens.token()),
            token_expires_at=worktime.add(calendar, work.now, LINK_WORKDAYS, Unit.WORKDAYS),
        )
    )


async def invite(work: Work, issue_id: int) -> None:
    """Send the enterprise a fresh one-time link for its open callback."""
    about = await subject(work, Verb.CALL_BACK, issue_id)
    callback = await open_one(work, about)
    fresh = tokens.token()
    callback.token_hash = tokens.digest(fresh)
    data = {"outcome": "invited", "attempt": callback.attempts + 1, "method": "link"}
    event = await attempted(work, about, callback, data)
    extra = {"token": fresh, "attempt": callback.attempts}
    await notify(work, about, event, audience=Audience.ENTERPRISE, kind=NoticeKind.CALLBACK, extra=extra)


async def behind_link(session: AsyncSession, token: str, *, now: datetime) -> tuple[int, Actor] | None:
    """The issue a one-time link is about, and who it was sent to; None if it opens nothing, or no longer."""
    callback = await details.callback_by_token(session, tokens.digest(token))
    if callback is None or callback.token_expires_at <= now:
        return None
    first, *_ = await issues.reports(session, callback.issue_id)
    return callback.issue_id, Actor(kind="enterprise", name="", report_id=first[0].id)


async def try_callback(work: Work, issue_id: int, *, note: str = "") -> Issue:
    """An operator's attempt that reached nobody; after the third the issue is proposed for clearing."""
    about = await subject(work, Verb.CALL_BACK, issue_id)
    if work.by.kind == "enterprise":
        raise Forbidden("an enterprise answers; it does not record attempts to reach itself", why="role")
    callback = await open_one(work, about)
    data = {
        "outcome": CallbackOutcome.UNREACHED,
        "attempt": callback.attempts + 1,
        "method": "phone",
        "note": note,
    }
    await attempted(work, about, callback, data)
    return about.issue


async def attempted(work: Work, about: Subject, callback: Callback, data: dict[str, object]) -> Event:
    """Count an attempt and set the next, on another half-day."""
    callback.attempts += 1
    callback.next_at = next_attempt(work.rules.calendar, work.now, attempt=callback.attempts + 1)
    return await record(work, about, EventKind.CALLBACK_TRIED, data=data)


async def miss(work: Work, issue_id: int) -> Issue:
    """Every attempt went without an answer: proposed with that evidence, never counted as satisfied."""
    about = await subject(work, Verb.CALL_BACK, issue_id)
    callback = await open_one(work, about)
    if callback.attempts < ATTEMPTS:
        raise Conflict(
            f"only {callback.attempts} of {ATTEMPTS} attempts were made", attempts=callback.attempts
        )
    callback.state, callback.outcome = "missed", CallbackOutcome.UNREACHED
    await record(work, about, EventKind.CALLBACK_MISSED, data={"attempts": callback.attempts})
    await propose_for(work, about, ProposeReason.UNREACHED, "")  # the attempts in the trail are the evidence
    return about.issue


async def answer_callback(work: Work, issue_id: int, answer: Answer, *, method: str) -> Issue:
    """The enterprise answered: confirmed is cleared, unresolved waits for the arbitrator, refused is proposed."""
    about = await subject(work, Verb.CALL_BACK, issue_id)
    check(answer)
    callback = await open_one(work, about)
    keep(callback, answer, method=method, by=work.by.person_id, now=work.now)
    data = said(answer, method) | {"round": callback.round, "sampled": draw(work, about, callback.round)}
    event = await record(work, about, EventKind.CALLBACK_ANSWERED, data=data)
    match meaning(answer):
        case Meaning.CONFIRMED:
            await clear_confirmed(work, about)
        case Meaning.REFUSED:
            await propose_for(work, about, ProposeReason.REFUSED, answer.reason)
        case Meaning.DISSATISFIED:
            await notify(work, about, event, audience=Audience.ARBITRATORS, kind=NoticeKind.DISSATISFIED)
    return about.issue


def check(answer: Answer) -> None:
    """An answer says whether the problem is resolved; a dissatisfied one says why."""
    faults = []
    if answer.outcome is CallbackOutcome.UNREACHED:
        faults.append(Fault("outcome", "nobody was reached", "record an attempt instead", "unreached"))
    if answer.outcome in (CallbackOutcome.CONTACTED, CallbackOutcome.PROXY):
        if answer.resolved is None:
            faults.append(Fault("resolved", "is missing", "ask whether the problem is resolved", "required"))
        if answer.resolved is False and not answer.reason.strip():
            faults.append(Fault("reason", "is missing", "say what is still unresolved", "required"))
    if faults:
        raise Invalid("the answer is incomplete", faults=faults)


def keep(callback: Callback, answer: Answer, *, method: str, by: int | None, now: datetime) -> None:
    """Write the answer on the callback."""
    callback.state, callback.outcome, callback.method = "answered", answer.outcome, method
    callback.responded, callback.resolved, callback.satisfied = (
        answer.responded,
        answer.resolved,
        answer.satisfied,
    )
    callback.reason, callback.person_id, callback.answered_at = answer.reason, by, now


def said(answer: Answer, method: str) -> dict[str, object]:
    """The answer as the trail keeps it."""
    return {
        "outcome": answer.outcome,
        "method": method,
        "responded": answer.responded,
        "resolved": answer.resolved,
        "satisfied": answer.satisfied,
        "reason": answer.reason,
    }


async def open_one(work: Work, about: Subject) -> Callback:
    """The open callback of the issue's present round."""
    statement = select(Callback).where(
        Callback.issue_id == about.issue.id,  # type: ignore[arg-type]
        Callback.round == about.issue.round,  # type: ignore[arg-type]
        Callback.state == "open",  # type: ignore[arg-type]
    )
    callback = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if callback is None or about.issue.status != Status.REPLIED:
        raise Conflict(f"{about.issue.reference} has no open callback", why="no_callback")
    return callback
