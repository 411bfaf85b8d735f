"""Notices of an event: facts frozen into outbox rows, addresses left to the first take."""

from typing import Any

from engine.actions.subject import Subject
from engine.actions.work import Work
from engine.model.assignment import Assignment
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.notice import Notice
from engine.model.words import Audience, EventKind, Kind, Part
from engine.rules.announcements import NoticeKind, announcements
from engine.store import issues, receivers


async def announce(work: Work, about: Subject, event: Event, assignment: Assignment | None) -> None:
    """Write one notice for each audience of this kind of event."""
    for audience, kind in heard_by(EventKind(event.kind), assignment):
        await notify(work, about, event, audience=audience, kind=kind, assignment=assignment)
    await tell_receivers(work, about, event, assignment)


async def tell_receivers(work: Work, about: Subject, event: Event, assignment: Assignment | None) -> None:
    """The systems that asked to be told hear of it too."""
    await receivers.tell(
        work.session,
        facts(about, event, assignment),
        issue_id=about.issue.id,
        event_id=event.id,
        kind=event.kind,
        assignment_id=assignment.id if assignment else None,
        channel=about.issue.channel,
        now=work.now,
    )


def heard_by(kind: EventKind, assignment: Assignment | None) -> tuple[tuple[Audience, NoticeKind], ...]:
    """A support's reply is for the lead, not yet for the enterprise."""
    if kind is EventKind.REPLIED and assignment and assignment.part == Part.SUPPORT:
        return ((Audience.LEAD, NoticeKind.REPLIED),)
    return announcements(kind)


async def notify(
    work: Work,
    about: Subject,
    event: Event,
    *,
    audience: Audience,
    kind: NoticeKind,
    assignment: Assignment | None = None,
    extra: dict[str, Any] | None = None,
) -> None:
    """One outbox row; its key makes a repeat harmless."""
    party = narrowed_to(audience, about, assignment, event)
    if about.title is None:
        about.title = await issues.title(work.session, about.issue.id)
    work.session.add(
        Notice(
            key=f"event-{event.id}-{kind}-{audience}",
            kind=kind,
            audience=audience,
            party=party,
            issue_id=about.issue.id,
            event_id=event.id,
            payload=facts(about, event, assignment) | (extra or {}),
            next_at=work.now,
            created_at=work.now,
        )
    )


def facts(about: Subject, event: Event, assignment: Assignment | None) -> dict[str, Any]:
    """What a notice may say, as it stood when the event happened."""
    return {
        "reference": about.issue.reference,
        "title": about.title,
        "enterprise": named(about.issue),
        "urgency": about.issue.urgency,
        "kind": about.issue.kind,
        "lead": about.issue.lead,
        "agency": assignment.agency if assignment else about.issue.lead,
        "part": assignment.part if assignment else None,
        "round": about.issue.round,
        "at": event.at.isoformat(),
        "event": event.kind,
        "data": event.data,
    }


def named(issue: Issue) -> str:
    """The enterprise, unless it may be who tipped us off."""
    return "" if issue.kind == Kind.TIP_OFF else issue.enterprise


def narrowed_to(
    audience: Audience, about: Subject, assignment: Assignment | None, event: Event
) -> str | None:
    """The agency or channel an audience is narrowed to."""
    match audience:
        case Audience.ASSIGNED:
            return assignment.agency if assignment else about.issue.lead
        case Audience.LEAD | Audience.AGENCY_HEAD:
            return about.issue.lead
        case Audience.CHANNEL_OWNER:
            return about.issue.channel
        case Audience.CONSULTED:
            return str(event.data["association"])
        case _:
            return None
