"""Reading attachments as far as the viewer may: those of an issue, and one of them to be opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.actions.look import Seen, seen_by
from engine.actions.work import Work
from engine.errors import NotFound
from engine.model.attachment import Attachment
from engine.model.issue import Issue
from engine.model.words import Kind, Origin
from engine.rules.file_rights import opens
from engine.store import attachments


@dataclass(frozen=True, slots=True)
class Files:
    """What the viewer may open, and how many are kept from it because a tip-off's reporter stays hidden."""

    shown: Sequence[Attachment] = ()
    hidden: int = 0


async def files_of(work: Work, seen: Seen) -> Files:
    """The issue's files with those of its reports; an enterprise is not told of what it may not open."""
    found = await attachments.of_issue(work.session, seen.issue.id)
    told = await attachments.tip_offs(work.session, seen.issue.id)
    shown = [one for one in found if may_open(work, seen, one, told)]
    return Files(shown, 0 if work.by.kind == "enterprise" else len(found) - len(shown))


async def file(work: Work, attachment_id: int) -> Attachment:
    """One file, or `NotFound` if there is none that the viewer may open."""
    found = await attachments.one(work.session, attachment_id)
    for issue_id in await attachments.issues_of(work.session, found) if found else ():
        seen = await seen_by(work, await work.session.get_one(Issue, issue_id))
        if found and seen and may_open(work, seen, found, await attachments.tip_offs(work.session, issue_id)):
            return found
    raise NotFound(f"no attachment {attachment_id}")


def may_open(work: Work, seen: Seen, one: Attachment, tip_offs: frozenset[int]) -> bool:
    """Whether the viewer, who sees the issue, may open the file; whatever a tip-off brought is its reporter's."""
    secret = seen.issue.kind == Kind.TIP_OFF or bool(tip_offs)
    return opens(work.by, seen.relations, Origin(one.origin), report_id=one.report_id, secret=secret)
