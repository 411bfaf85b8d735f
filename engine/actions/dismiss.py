"""不予受理、申诉、并单: ways off the ledger before work, and the one way back."""

from engine.actions.dispatch import withdraw
from engine.actions.record import record
from engine.actions.rule import need
from engine.actions.subject import subject
from engine.actions.work import Work
from engine.errors import Conflict
from engine.model.issue import Issue
from engine.model.report import IssueReport
from engine.model.words import DismissReason, EventKind, Outcome, Verb
from engine.store import issues


async def dismiss(
    work: Work,
    issue_id: int,
    *,
    reason: DismissReason,
    instead: str,
    note: str = "",
    version: int | None = None,
) -> Issue:
    """A dismissal says where to go instead, and may be contested once."""
    about = await subject(work, Verb.DISMISS, issue_id, version=version)
    need(instead, "instead")
    about.move(Verb.DISMISS)
    about.issue.outcome, about.issue.closed_at = Outcome.DISMISSED, work.now
    await withdraw(work, about)
    data = {"reason": reason, "instead": instead, "note": note}
    await record(work, about, EventKind.DISMISSED, data=data)
    return about.issue


async def contest(work: Work, issue_id: int, *, why: str, version: int | None = None) -> Issue:
    """The enterprise disputes a dismissal; a person looks at it again."""
    about = await subject(work, Verb.CONTEST, issue_id, version=version)
    need(why, "why")
    if about.issue.contested:
        raise Conflict(
            f"the dismissal of {about.issue.reference} was contested before", why="contested_before"
        )
    about.move(Verb.CONTEST)
    about.issue.contested = True
    about.issue.outcome = about.issue.closed_at = None
    await record(work, about, EventKind.CONTESTED, data={"why": why})
    return about.issue


async def join(work: Work, issue_id: int, *, to_reference: str, version: int | None = None) -> Issue:
    """并单: only the same enterprise's repeat joins its open issue, and urges its handler."""
    target_id = (await issues.by_reference(work.session, to_reference)).id
    for one in sorted((issue_id, target_id)):  # locks in id order: two opposite joins cannot deadlock
        await issues.locked(work.session, one)
    about = await subject(work, Verb.JOIN, issue_id, version=version)
    if target_id == issue_id:
        raise Conflict("an issue is not joined to itself", why="itself")
    target = await subject(work, Verb.JOIN, target_id)
    if not target.issue.open or about.issue.enterprise_key != target.issue.enterprise_key:
        message = f"only {about.issue.enterprise}'s own open issue can take the repeat; others are linked by a common problem"
        raise Conflict(message, target=to_reference, why="another_enterprise")
    about.move(Verb.JOIN)
    about.issue.outcome, about.issue.closed_at, about.issue.joined_to = Outcome.JOINED, work.now, target_id
    await withdraw(work, about)
    for report, _ in await issues.reports(work.session, issue_id):
        if await work.session.get(IssueReport, (report.id, target_id)) is None:  # a split part may come home
            work.session.add(IssueReport(report_id=report.id, issue_id=target_id))
    await record(work, about, EventKind.JOINED, data={"to": to_reference})
    await record(work, target, EventKind.URGED, data={"why": "repeat", "from": about.issue.reference})
    return about.issue
