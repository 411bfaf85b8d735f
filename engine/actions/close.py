"""销号与重办: proposing, clearing with evidence, judging a dissatisfaction, redoing and reopening."""

from sqlmodel import col, select

from engine.actions.record import record
from engine.actions.rule import need
from engine.actions.subject import Subject, subject
from engine.actions.work import Work
from engine.errors import Conflict, Forbidden, WindowClosed
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.reply import Callback
from engine.model.words import EventKind, Outcome, ProposeReason, Status, Unit, Verb
from engine.rules import worktime
from engine.rules.closeout import REOPEN_WORKDAYS, SUPERVISED_FROM_ROUND, outcome_of
from engine.rules.lifecycle import ISSUE, after


async def clear_confirmed(work: Work, about: Subject) -> None:
    """What the enterprise itself confirmed is struck off; the callback of the round is the evidence."""
    await strike(work, about, Outcome.CONFIRMED, "")


async def propose(
    work: Work, issue_id: int, *, why: ProposeReason, evidence: str, version: int | None = None
) -> Issue:
    """拟销号: with evidence, where the enterprise has not confirmed; a second person clears it."""
    about = await subject(work, Verb.PROPOSE, issue_id, version=version)
    need(evidence, "evidence")
    await propose_for(work, about, why, evidence)
    return about.issue


async def propose_for(work: Work, about: Subject, why: ProposeReason, evidence: str) -> None:
    """The move itself, for verbs that propose as their consequence."""
    about.move(Verb.PROPOSE)
    await record(work, about, EventKind.PROPOSED, data={"why": why, "evidence": evidence})


async def clear(work: Work, issue_id: int, *, evidence: str, version: int | None = None) -> Issue:
    """销号 of a proposed issue by a second person outside the lead."""
    about = await subject(work, Verb.CLEAR, issue_id, version=version)
    need(evidence, "evidence")
    proposal = await last(work, issue_id, EventKind.PROPOSED)
    if proposal is None or about.issue.status != "proposed":
        raise Conflict(
            f"{about.issue.reference} was not proposed for clearing; only the enterprise confirms a reply",
            why="not_proposed",
        )
    if proposal.person_id is not None and proposal.person_id == work.by.person_id:
        raise Forbidden(
            "who proposed a clearing does not approve it", verb=Verb.CLEAR.value, why="own_request"
        )
    await strike(work, about, outcome_of(ProposeReason(proposal.data["why"])), evidence)
    return about.issue


async def strike(work: Work, about: Subject, outcome: Outcome, evidence: str) -> None:
    """The one way a dispatched issue is struck off."""
    about.move(Verb.CLEAR)
    about.issue.outcome, about.issue.closed_at = outcome, work.now
    data = {"outcome": outcome, "evidence": evidence, "round": about.issue.round}
    await record(work, about, EventKind.CLEARED, data=data)


async def judge(
    work: Work, issue_id: int, *, curable: bool, opinion: str, version: int | None = None
) -> Issue:
    """研判: a curable dissatisfaction is redone, again under supervision; an incurable one is proposed as explained."""
    about = await subject(work, Verb.JUDGE, issue_id, version=version)
    need(opinion, "opinion")
    callback = await unresolved(work, about)
    callback.curable = curable
    await record(work, about, EventKind.JUDGED, data={"curable": curable, "opinion": opinion})
    if curable:
        await redo_for(work, about, opinion)
    else:
        await propose_for(work, about, ProposeReason.INCURABLE, opinion)
    return about.issue


async def redo(work: Work, issue_id: int, *, why: str, version: int | None = None) -> Issue:
    """重办 before clearing: an arbitrator sends it back, also without a callback's word."""
    about = await subject(work, Verb.REDO, issue_id, version=version)
    need(why, "why")
    await redo_for(work, about, why)
    return about.issue


async def redo_for(work: Work, about: Subject, why: str) -> None:
    """Back to the lead with the old clock; dissatisfied again, it is supervised."""
    again = about.issue.round >= SUPERVISED_FROM_ROUND
    await back_to_lead(work, about, Verb.REDO, EventKind.REDONE, why)
    if again:
        await supervise_for(work, about, why)


async def reopen(work: Work, issue_id: int, *, why: str, version: int | None = None) -> Issue:
    """重启 after clearing, within ten workdays; it alone enters the ledger again."""
    about = await subject(work, Verb.REOPEN, issue_id, version=version)
    need(why, "why")
    closed = about.issue.closed_at
    until = worktime.add(work.rules.calendar, closed, REOPEN_WORKDAYS, Unit.WORKDAYS) if closed else work.now
    if work.now > until:
        raise WindowClosed(
            f"{about.issue.reference} could be reopened until {until.isoformat()}; report it anew",
            why="reopen_late",
        )
    if about.lead is None:
        raise Conflict(
            f"{about.issue.reference} was never dispatched; report it anew", why="never_dispatched"
        )
    about.issue.outcome = about.issue.closed_at = None
    await back_to_lead(work, about, Verb.REOPEN, EventKind.REOPENED, why)
    return about.issue


async def back_to_lead(work: Work, about: Subject, verb: Verb, kind: EventKind, why: str) -> None:
    """The next round at the same lead; its claim is asked anew."""
    after(ISSUE, Status(about.issue.status), verb)  # first: an issue never dispatched has no lead to name
    about.assignment = about.lead
    about.move_assignment(verb)
    about.named.claimant_id = about.named.claimed_at = about.named.replied_at = None
    about.issue.round += 1
    data = {"why": why, "round": about.issue.round, "part": about.named.part, "urgency": about.issue.urgency}
    await record(work, about, kind, assignment=about.named, data=data)


async def supervise(work: Work, issue_id: int, *, why: str) -> Issue:
    """督办: the task force puts it on its list."""
    about = await subject(work, Verb.SUPERVISE, issue_id)
    need(why, "why")
    await supervise_for(work, about, why)
    return about.issue


async def supervise_for(work: Work, about: Subject, why: str) -> None:
    """The mark and its event."""
    about.issue.supervised = True
    await record(work, about, EventKind.SUPERVISED, data={"why": why})


async def unresolved(work: Work, about: Subject) -> Callback:
    """The callback in which the enterprise said that the problem is not resolved."""
    statement = select(Callback).where(
        Callback.issue_id == about.issue.id,
        Callback.round == about.issue.round,
        Callback.state == "answered",
    )
    callback = (await work.session.execute(statement)).scalar_one_or_none()
    if callback is None or callback.resolved is not False or callback.curable is not None:
        raise Conflict(f"{about.issue.reference} has no dissatisfaction to judge", why="nothing_to_judge")
    return callback


async def last(work: Work, issue_id: int, kind: EventKind) -> Event | None:
    """The latest event of a kind."""
    mine = select(Event).where(col(Event.issue_id) == issue_id, col(Event.kind) == kind)
    statement = mine.order_by(col(Event.seq).desc()).limit(1)
    return (await work.session.execute(statement)).scalar_one_or_none()
