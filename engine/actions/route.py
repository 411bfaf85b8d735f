"""路由: the directory proposes a measure and a lead with reasons; confident proposals are dispatched, others wait for a person."""

from typing import Any

from engine.actions.assign import classify
from engine.actions.dispatch import dispatch
from engine.actions.record import record
from engine.actions.subject import Subject, subject
from engine.actions.work import Work
from engine.model.issue import Issue
from engine.model.words import Basis, EventKind, Kind, Status, Urgency, Verb
from engine.store import issues

SHOWN = 3
SUPPORTS = 2  # called in at once; the proposal names the others, and every support holds up the lead's reply


async def route(work: Work, issue_id: int) -> Issue:
    """Propose, record the proposal, then dispatch or send to triage."""
    about = await subject(work, Verb.ROUTE, issue_id)
    if about.issue.status != Status.REGISTERED or work.rules.router is None:
        return about.issue
    words = await issues.words(work.session, issue_id)
    proposal = work.rules.router.route(words.body, channel=about.issue.channel)
    adopt(about, proposal)
    await record(work, about, EventKind.ROUTED, data=summary(work, proposal))
    if proposal.decision == "dispatch" and proposal.lead and not several(proposal):
        await send(work, about, proposal)
    else:
        about.move(Verb.TRIAGE)
        await record(
            work, about, EventKind.TRIAGED, data={"confidence": round(float(proposal.confidence), 4)}
        )
    return about.issue


def several(proposal: Any) -> bool:
    """Whether the report holds problems of different agencies: a person splits it first."""
    return len({one.lead for one in proposal.parts}) > 1


def adopt(about: Subject, proposal: Any) -> None:
    """Urgency only ever rises by proposal; the kind is taken where nobody has said one."""
    order = (Urgency.NORMAL, Urgency.URGENT, Urgency.DANGER)
    about.issue.urgency = max(Urgency(about.issue.urgency), Urgency(proposal.urgency), key=order.index)
    if about.issue.kind == Kind.HELP:
        about.issue.kind = proposal.kind


async def send(work: Work, about: Subject, proposal: Any) -> None:
    """Dispatch under the proposal's first measure."""
    first = proposal.measures[0]
    classify(work, about, first.document, first.number)
    about.move(Verb.ASSIGN)
    measure = work.rules.directory.find(first.document, first.number)
    basis = measure.basis_for(proposal.lead) if measure else Basis.INFERRED
    await dispatch(
        work,
        about,
        lead=proposal.lead,
        supports=proposal.support[:SUPPORTS],
        basis=basis,
        reason="; ".join(proposal.reasons),
    )


def summary(work: Work, proposal: Any) -> dict[str, Any]:
    """What the trail keeps of a proposal: enough to explain it later under the versions it was made with."""
    best = [
        {
            "document": one.document,
            "number": one.number,
            "score": round(float(one.score), 4),
            "reasons": list(one.reasons),
        }
        for one in proposal.measures[:SHOWN]
    ]
    return {
        "decision": proposal.decision,
        "confidence": round(float(proposal.confidence), 4),
        "measures": best,
        "lead": proposal.lead,
        "support": list(proposal.support),
        "kind": proposal.kind,
        "urgency": proposal.urgency,
        "reasons": list(proposal.reasons),
        "parts": [{"text": one.text, "lead": one.lead} for one in proposal.parts]
        if several(proposal)
        else [],
        "rules": proposal.rules_version,
        "directory": work.rules.directory_version,
    }
