"""One issue with everything that hangs on it, as far as the viewer may read it."""

from dataclasses import asdict

from engine.actions.look import Seen, contact
from engine.actions.split import suggested_parts
from engine.actions.work import Work
from engine.model.report import Report, ReportText
from engine.store import details, issues
from openapi.schemas.issues import (
    AssignmentTold,
    CallbackTold,
    ClockTold,
    IssueTold,
    IssueWhole,
    PartSuggested,
    ReplyTold,
    ReportTold,
    RequestTold,
)
from openapi.schemas.referrals import ReferralTold


async def whole(unit: Work, seen: Seen) -> IssueWhole:
    """The issue and its parts; an enterprise is told nothing of requests, referrals and of who else reported."""
    session, issue = unit.session, seen.issue
    house = unit.by.kind != "enterprise"
    reports = await issues.reports(session, issue.id)
    told = IssueTold.model_validate(issue).model_dump() | {"enterprise": seen.enterprise}
    return IssueWhole(
        **told,
        title=seen.words.title,
        body=seen.words.body,
        assignments=[AssignmentTold.model_validate(one) for one in seen.assignments if house or one.active],
        clocks=[ClockTold.model_validate(one) for one in await details.clocks(session, issue.id)],
        replies=[ReplyTold.model_validate(one) for one in await details.replies(session, issue.id)],
        callbacks=[CallbackTold.model_validate(one) for one in await details.callbacks(session, issue.id)],
        requests=[
            RequestTold.model_validate(one) for one in await details.requests(session, issue.id) if house
        ],
        referrals=[
            ReferralTold.model_validate(one) for one in await details.referrals(session, issue.id) if house
        ],
        suggested_parts=[
            PartSuggested.model_validate(one)
            for one in (await suggested_parts(session, issue) if house else ())
        ],
        reports=[told_report(unit, seen, *one) for one in reports if house or one[0].id == unit.by.report_id],
    )


def told_report(unit: Work, seen: Seen, report: Report, words: ReportText) -> ReportTold:
    """One report with its contact data, masked where they are not needed."""
    return ReportTold(
        channel=report.channel, at=report.at, text=words.text, **asdict(contact(unit, seen, report))
    )
