"""Reading one issue as far as the viewer may: what one may not see is not there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.actions.subject import Subject, relations
from engine.actions.work import Work
from engine.errors import NotFound
from engine.model.actor import Actor
from engine.model.assignment import Assignment
from engine.model.issue import Issue, IssueText
from engine.model.report import Report
from engine.model.words import Kind
from engine.rules import masking, permits
from engine.rules.permits import Relation
from engine.store import issues


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach who reported, masked unless the viewer's duty needs it."""

    enterprise: str
    enterprise_code: str
    reporter: str
    phone: str
    mail: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """An issue as this viewer sees it, and how the viewer stands to it."""

    issue: Issue
    words: IssueText
    assignments: Sequence[Assignment]
    relations: frozenset[Relation]
    enterprise: str  # as this viewer may read it


async def look(work: Work, reference: str) -> Seen:
    """The issue of that reference, or `NotFound` if it is not for this viewer."""
    seen = await seen_by(work, await issues.by_reference(work.session, reference))
    if seen is None:
        raise NotFound(f"no issue {reference}", reference=reference)
    return seen


async def seen_by(work: Work, issue: Issue) -> Seen | None:
    """The issue as the one asking sees it, if at all."""
    rows = await issues.assignments(work.session, issue.id)
    held = await relations(work, Subject(issue, rows))
    if not permits.sees(work.by, held):
        return None
    words = await issues.words(work.session, issue.id)
    return Seen(issue, words, rows, held, named(work.by, issue, held))


def named(viewer: Actor, issue: Issue, held: frozenset[Relation]) -> str:
    """The enterprise; a tip-off's may be who told, and is named to those only who may see its reporter."""
    told = issue.kind != Kind.TIP_OFF or Relation.REPORTER in held
    return issue.enterprise if told or permits.sees_contact(viewer, held, secret=True) else ""


def secret(issue: Issue, report: Report) -> bool:
    """Whether who reported must stay hidden: told as a tip-off, or found to be one."""
    return report.secret_reporter or issue.kind == Kind.TIP_OFF


async def id_of(work: Work, reference: str) -> int:
    """The id behind a reference; the verb that follows asks whether it is for this viewer."""
    return (await issues.by_reference(work.session, reference)).id


def contact(work: Work, seen: Seen, report: Report) -> Contact:
    """The contact data of one report behind the issue; the bearer of its code reads its own."""
    own, hidden = report.id == work.by.report_id, secret(seen.issue, report)
    if own or permits.sees_contact(work.by, seen.relations, secret=hidden):
        return reached(report, masked=False)
    if hidden:
        return Contact("", "", "", "", "", masked=True)
    return replace(
        reached(report, masked=True),
        reporter=masking.name(report.reporter),
        phone=masking.phone(report.phone),
        mail=masking.mail(report.mail),
    )


def reached(report: Report, *, masked: bool) -> Contact:
    """The report's own data."""
    return Contact(
        report.enterprise, report.enterprise_code, report.reporter, report.phone, report.mail, masked=masked
    )
