"""回访抽查: a share of callbacks and of answers at once is asked about again, by somebody who had no part in them."""

from sqlmodel import col, select

from engine.actions.announce import notify
from engine.actions.record import record
from engine.actions.rule import need
from engine.actions.subject import Subject, subject
from engine.actions.work import Work
from engine.errors import Conflict, Forbidden, NotFound
from engine.model.issue import Issue
from engine.model.reply import QualityCheck
from engine.model.words import Audience, CheckOutcome, EventKind, NoticeKind, Verb
from engine.rules.sampling import drawn


def draw(work: Work, about: Subject, round: int) -> bool:
    """Put it on the list if the lot falls on it; `True` goes into the event."""
    if not drawn(about.issue.reference, round, work.rules.check_share):
        return False
    work.session.add(
        QualityCheck(issue_id=about.issue.id, round=round, of_person=work.by.person_id, drawn_at=work.now)
    )
    return True


async def check_callback(work: Work, check_id: int, *, outcome: CheckOutcome, note: str = "") -> Issue:
    """Write down what the second look found; where the enterprise says otherwise, the arbitrators are told."""
    check = await work.session.get(QualityCheck, check_id, with_for_update=True)
    if check is None:
        raise NotFound(f"no quality check {check_id}")
    about = await subject(work, Verb.CHECK_CALLBACK, check.issue_id)
    return await found(work, about, check, outcome=outcome, note=note)


async def check_round(
    work: Work, issue_id: int, *, round: int, outcome: CheckOutcome, note: str = ""
) -> Issue:
    """The same, for who names the issue and its round."""
    about = await subject(work, Verb.CHECK_CALLBACK, issue_id)
    statement = select(QualityCheck).where(
        col(QualityCheck.issue_id) == issue_id, col(QualityCheck.round) == round
    )
    check = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if check is None:
        raise Conflict(f"round {round} of {about.issue.reference} was not drawn", why="not_drawn")
    return await found(work, about, check, outcome=outcome, note=note)


async def found(
    work: Work, about: Subject, check: QualityCheck, *, outcome: CheckOutcome, note: str
) -> Issue:
    """Write it down."""
    if check.outcome:
        raise Conflict(f"this round of {about.issue.reference} was checked already", why="checked_before")
    if check.of_person is not None and check.of_person == work.by.person_id:
        raise Forbidden("who called back does not check it", verb=Verb.CHECK_CALLBACK.value, why="own_call")
    if outcome is CheckOutcome.DIFFERS:
        need(note, "note")
    check.outcome, check.note = outcome, note
    check.person_id, check.checked_at = work.by.person_id, work.now
    data = {"round": check.round, "finding": outcome, "note": note}
    event = await record(work, about, EventKind.CALLBACK_CHECKED, data=data)
    if outcome is CheckOutcome.DIFFERS:
        await notify(work, about, event, audience=Audience.ARBITRATORS, kind=NoticeKind.CHECK_DIFFERED)
    return about.issue
