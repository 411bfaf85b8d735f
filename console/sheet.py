"""Everything the issue page shows, read in one transaction and only if the reader may see the issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.view import View
from engine.actions.appeal import disputable
from engine.actions.commons import related
from engine.actions.files import Files, files_of
from engine.actions.look import Contact, Seen, contact, look
from engine.actions.work import Work
from engine.model.assignment import Assignment
from engine.model.common import CommonProblem
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.notice import MailStop
from engine.model.referral import Referral
from engine.model.reply import Callback, QualityCheck, Reply
from engine.model.report import Report, ReportText
from engine.model.request import Request
from engine.rules import permits
from engine.rules.permits import Relation
from engine.store import commons, details, issues, lists, mail_stops, people, trail
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
    referrals: Sequence[Referral]
    checks: Sequence[QualityCheck]
    stops: Mapping[str, MailStop]  # mail addresses to which nothing is sent any more
    disputable: Sequence[int]  # ratings that the lead may still appeal
    kin: Sequence[trail.Kin]
    files: Files
    names: dict[int, str]
    common: CommonProblem | None
    common_open: bool  # whether the reader may open its page

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
    callbacks, requests = await details.callbacks(session, id), await details.requests(session, id)
    condition, values = lists.visible(unit.by, everything=permits.sees_everything(unit.by))
    reports = await issues.reports(session, id)
    common = await commons.of_issue(session, id)
    return Sheet(
        seen=seen,
        reports=[(one, text, contact(unit, seen, one)) for one, text in reports],
        events=await details.events(session, id),
        promises=await trail.promises(session, id),
        replies=await details.replies(session, id),
        callbacks=callbacks,
        requests=requests,
        referrals=await details.referrals(session, id),
        stops=await mail_stops.stops(session, [one.mail for one, _ in reports]),
        checks=await details.open_checks(session, id),
        disputable=disputable(unit, callbacks, requests),
        kin=await trail.kin(session, id, seen=condition, values=values),
        files=await files_of(unit, seen),
        names=await people.names(session),
        common=common,
        common_open=common is not None and permits.sees_common(unit.by, related(unit.by, common.lead)),
    )
