"""退订: an enterprise wants no more mail about its report, or wants it again; other roads go on."""

from engine.actions.work import Work
from engine.errors import Conflict, Forbidden
from engine.model.report import Report
from engine.store import mail_stops


async def stop_mail(work: Work) -> Report:
    """No more mail to the address of the report whose code the asker bears."""
    report = await own(work)
    await mail_stops.unsubscribed(work.session, report.mail, now=work.now)
    return report


async def resume_mail(work: Work) -> Report:
    """Mail goes there again, also after its server had refused it."""
    report = await own(work)
    await mail_stops.lifted(work.session, report.mail)
    return report


async def own(work: Work) -> Report:
    """The report behind the asker's code, if it left a mail address."""
    if work.by.report_id is None:
        raise Forbidden("only who reported decides about the mail they get", why="role")
    report = await work.session.get_one(Report, work.by.report_id)
    if not report.mail:
        raise Conflict("this report left no mail address", why="no_mail")
    return report
