"""Everything the issue page shows, read in one transaction and only if the reader may see the issue."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.view import View
from engine.actions.look import Contact, Seen, contact, look
from engine.actions.work import Work
from engine.model.assignment import Assignment
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.reply import Callback, Reply
from engine.model.report import Report, ReportText
from engine.model.request import Request
from engine.rules import permits
from engine.rules.permits import Relation
from engine.store import details, issues, lists, people, trail
from web.asking import work


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One issue, with all that belongs to it."""

    seen: Seen
    reports: Sequence[tuple[Report, ReportText, Contact]]
    events: Sequence[Event]
    promises: Sequence[trail.Promise]
    replies: Sequence[Reply]
    callbacks: Sequence[Callback]
    requests: Sequence[Request]
    kin: Sequence[trail.Kin]
    names: dict[int, str]

    @property
    def issue(self) -> Issue:
        """The issue itself."""
        return self.seen.issue

    @property
    def assignments(self) -> Sequence[Assignment]:
        """Every assignment, oldest first."""
        return self.seen.assignments

    @property
    def held(self) -> frozenset[Relation]:
        """How the reader stands to it."""
        return self.seen.relations

    @property
    def channel(self) -> str:
        """The channel it came by."""
        return self.issue.channel

    def agency_of(self, assignment_id: int | None) -> str:
        """The agency of one of its assignments."""
        return next((one.agency for one in self.assignments if one.id == assignment_id), "")


async def sheet(view: View, reference: str) -> Sheet:
    """The issue's sheet; to a reader who may not see the issue it does not exist."""
    async with work(view.request, view.reader) as unit:
        return await filled(unit, await look(unit, reference))


async def filled(unit: Work, seen: Seen) -> Sheet:
    """The sheet of an issue the reader may see."""
    session, id = unit.session, seen.issue.id
    condition, values = lists.visible(unit.by, everything=permits.sees_everything(unit.by))
    return Sheet(
        seen=seen,
        reports=[(one, text, contact(unit, seen, one)) for one, text in await issues.reports(session, id)],
        events=await details.events(session, id),
        promises=await trail.promises(session, id),
        replies=await details.replies(session, id),
        callbacks=await details.callbacks(session, id),
        requests=await details.requests(session, id),
        kin=await trail.kin(session, id, seen=condition, values=values),
        names=await people.names(session),
    )
