"""转介: a question to an expert committee or to mediation, and what came back."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select

from engine.actions.record import record
from engine.actions.requests import unshelve_for
from engine.actions.rule import need
from engine.actions.subject import Subject, subject
from engine.actions.work import Work
from engine.errors import Conflict, Fault, Invalid, NotFound
from engine.model.bodies import Committee
from engine.model.issue import Issue
from engine.model.referral import Referral
from engine.model.words import EventKind, ReferredTo, Status, Verb


async def refer(
    work: Work, issue_id: int, *, committee: str, question: str, due_at: datetime, version: int | None = None
) -> Referral:
    """会诊 or 调解: a committee is asked until a day; the issue stays where it is and its clocks run on."""
    about = await subject(work, Verb.REFER, issue_id, version=version)
    asked = committee_of(work, committee)
    need(question, "question")
    refuse_past(work, "due_at", due_at)
    about.move(Verb.REFER)
    to = ReferredTo.MEDIATION if asked.mediates else ReferredTo.COMMITTEE
    made = await put(work, about, to=to, body=asked.key, question=question, due_at=due_at)
    data = facts(made) | names(work, made) | {"association": asked.association}
    await record(work, about, EventKind.REFERRED, data=data)
    return made


async def record_opinion(work: Work, referral_id: int, *, opinion: str) -> Issue:
    """What they answered, written down by somebody who is no party; an answer from above ends the shelving."""
    about, made = await awaited(work, Verb.RECORD_OPINION, referral_id)
    need(opinion, "opinion")
    made.state, made.opinion = "answered", opinion
    made.recorded_by, made.recorded_at = work.by.person_id, work.now
    data = facts(made) | names(work, made) | {"opinion": opinion}
    await record(work, about, EventKind.OPINION_GIVEN, data=data)
    if made.kind == ReferredTo.MINISTRY and about.issue.status == Status.SHELVED:
        await unshelve_for(work, about, why=opinion)
    return about.issue


async def awaited(work: Work, verb: Verb, referral_id: int) -> tuple[Subject, Referral]:
    """A referral whose answer is waited for, with its issue locked; another is refused."""
    made = await work.session.get(Referral, referral_id)
    if made is None:
        raise NotFound(f"no referral {referral_id}")
    about = await subject(work, verb, made.issue_id)
    await work.session.refresh(made)  # of two at once the issue's lock lets one go first
    if made.state != "open":
        raise Conflict(f"referral {referral_id} is already {made.state}", why="not_awaited")
    return about, made


async def put(
    work: Work, about: Subject, *, to: ReferredTo, body: str, question: str, due_at: datetime
) -> Referral:
    """The question's row; the same body is asked again only after it has answered."""
    waiting = select(col(Referral.id)).where(
        col(Referral.issue_id) == about.issue.id,
        col(Referral.kind) == to,
        col(Referral.body) == body,
        col(Referral.state).in_(("asked", "open")),
    )
    if await work.session.scalar(waiting):
        raise Conflict(
            f"{about.issue.reference} waits for {body} already; record its opinion first",
            why="referred_before",
        )
    made = Referral(
        issue_id=about.issue.id,
        kind=to,
        body=body,
        question=question,
        due_at=due_at,
        asked_by=work.by.person_id or 0,
        asked_at=work.now,
    )
    work.session.add(made)
    await work.session.flush()
    return made


def facts(made: Referral) -> dict[str, Any]:
    """What every event of a referral carries."""
    return {
        "referral": made.id,
        "to": made.kind,
        "body": made.body,
        "question": made.question,
        "due": made.due_at.isoformat(),
    }


def names(work: Work, made: Referral) -> dict[str, Any]:
    """What a committee is called today."""
    found = work.rules.directory.committee_by_key.get(made.body)
    return {"body": found.name, "body_en": found.english_name} if found else {}


def committee_of(work: Work, key: str) -> Committee:
    """A committee that may be asked today; another is refused."""
    found = work.rules.directory.committee_by_key.get(key)
    if found is None or not found.valid(work.now.astimezone(work.rules.zone).date()):
        fault = Fault(
            "committee", f"{key} is not in the directory", "choose one that it lists", "unknown_committee"
        )
        raise Invalid("the referral is refused", faults=[fault])
    return found


def refuse_past(work: Work, field: str, instant: datetime) -> None:
    """Nobody answers yesterday."""
    if instant <= work.now:
        raise Invalid(
            "the referral is refused", faults=[Fault(field, "lies in the past", "name a later date", "range")]
        )
