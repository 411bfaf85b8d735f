"""Whom a notice reaches: addresses are resolved when it is first taken."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.agency import Agency
from engine.model.channel import Channel
from engine.model.notice import MailStop
from engine.model.person import Person
from engine.model.report import IssueReport, Report
from engine.model.words import Audience, Role

TEXT = "sms:"  # before a mobile number, where others have an address
MOBILE = r"(\+?86)?1[3-9][0-9]{9}|\+[1-9][0-9]{7,14}"  # also read by PostgreSQL
SPACING = re.compile(r"[ ()\-]+")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, and the language its owner reads."""

    mail: str
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported: where messages reach them, and the code that opens everything that came of the report."""

    report_id: int
    address: str  # a mail address, or `sms:` and a mobile number
    follow_code: str


async def reporters(session: AsyncSession, issue_id: int, party: str | None) -> list[Reporter]:
    """Those behind the issue who can be written to, the first report first."""
    statement = (
        select(
            col(Report.id), col(Report.mail), col(Report.phone), col(Report.follow_code), col(MailStop.mail)
        )
        .join(IssueReport, col(IssueReport.report_id) == col(Report.id))
        .outerjoin(MailStop, col(MailStop.mail) == func.lower(col(Report.mail)))
        .where(col(IssueReport.issue_id) == issue_id)
        .order_by(col(Report.id))
    )
    if party is not None:
        statement = statement.where(col(Report.id) == int(party))
    rows = (await session.execute(statement)).all()
    reached = [
        (one, address(mail, phone, stopped=stop is not None), code) for one, mail, phone, code, stop in rows
    ]
    return [Reporter(one, to, code) for one, to, code in reached if to]


def address(mail: str, phone: str, *, stopped: bool) -> str:
    """Mail while it is wanted and arrives, else a text to a mobile number, else nothing."""
    if writable(mail) and not stopped:
        return mail
    number = "".join(SPACING.split(phone))
    return f"{TEXT}{number}" if re.fullmatch(MOBILE, number) else ""


async def sender(session: AsyncSession, mail: str | None) -> tuple[str, ...]:
    """The writer of a letter, if mail to that address is possible and wanted."""
    stopped = mail and await session.scalar(
        select(col(MailStop.mail)).where(col(MailStop.mail) == mail.lower())
    )
    return (mail,) if mail and writable(mail) and not stopped else ()


async def recipients(session: AsyncSession, audience: Audience, party: str | None) -> list[Recipient]:
    """The people and mailboxes of the house behind an audience, each once."""
    match audience:
        case Audience.ASSIGNED | Audience.LEAD | Audience.CONSULTED if party:
            return await office(session, party, Role.HANDLER)
        case Audience.AGENCY_HEAD if party:
            return await office(session, party, Role.AGENCY_LEAD)
        case Audience.THROUGH if party:
            through = await session.scalar(select(col(Agency.through)).where(col(Agency.key) == party))
            return await office(session, through, Role.HANDLER) if through else await task_force(session)
        case Audience.ARBITRATORS:
            return await people(session, Role.ARBITRATOR)
        case Audience.TASK_FORCE:
            return await task_force(session)
        case Audience.ADMINS:
            return await people(session, Role.ADMIN)
        case Audience.CHANNEL_OWNER if party:
            owner = await session.scalar(select(col(Channel.owner)).where(col(Channel.key) == party))
            return await people(session, Role.OPERATOR, col(Person.owner) == owner)
    return []


async def office(session: AsyncSession, agency: str, role: Role) -> list[Recipient]:
    """An agency's people of a role and its own mailbox."""
    found = await people(session, role, col(Person.agency) == agency)
    mailbox = await session.scalar(select(col(Agency.mail)).where(col(Agency.key) == agency))
    return once([*found, *([Recipient(mailbox)] if mailbox and writable(mailbox) else [])])


async def task_force(session: AsyncSession) -> list[Recipient]:
    """Every member of the task force."""
    return await people(session, Role.TASK_FORCE)


async def people(session: AsyncSession, role: Role, *narrowed: ColumnElement[bool]) -> list[Recipient]:
    """The active people of a role who can be written to."""
    statement = select(col(Person.mail), col(Person.locale)).where(col(Person.role) == role, *narrowed)
    rows = (await session.execute(statement.where(col(Person.active)).order_by(col(Person.mail)))).all()
    return once(Recipient(mail, locale) for mail, locale in rows if writable(mail))


def once(found: Iterable[Recipient]) -> list[Recipient]:
    """Each address once, in order."""
    return list({one.mail.lower(): one for one in found}.values())


def writable(mail: str | None) -> bool:
    """Whether it is one plain address; anything else could smuggle headers or further recipients in."""
    return mail is not None and ADDRESS.fullmatch(mail) is not None


NAMES = text("""
select a.key, a.name, a.short_name, coalesce(nullif(a.english_name, ''), a.name) as english, a.kind, a.through
from agency a where a.key = any(:keys) or a.key in (select through from agency where key = any(:keys))
""")
DUES = text("""
select n.id, c.target, c.due_at
from unnest(cast(:notices as bigint[]), cast(:issues as bigint[]), cast(:events as bigint[])) as n(id, issue_id, event_id)
join clock c on c.issue_id = n.issue_id and c.state = 'running' and c.due_at is not null
left join event e on e.id = n.event_id
where c.assignment_id is null or c.assignment_id = e.assignment_id or e.assignment_id is null and c.part = 'lead'
order by c.due_at desc
""")


async def agency_names(session: AsyncSession, keys: Sequence[str]) -> dict[str, dict[str, str]]:
    """Names and kinds of agencies, and through whom they are reached, for the wording."""
    if not keys:
        return {}
    rows = await session.execute(NAMES, {"keys": list(keys)})
    return {
        key: {"full": name, "zh": short, "en": english, "kind": kind, "through": through or ""}
        for key, name, short, english, kind, through in rows
    }


async def dues(
    session: AsyncSession, about: Sequence[tuple[int, int, int | None]]
) -> dict[int, dict[str, str]]:
    """When the promises about each notice's assignment fall due; of the lead's, where its event names none.

    `about` holds the ids of notice, issue and event.
    """
    if not about:
        return {}
    notices, issues, events = zip(*about, strict=True)
    values = {"notices": list(notices), "issues": list(issues), "events": list(events)}
    found: dict[int, dict[str, str]] = {}
    for notice, target, due in await session.execute(DUES, values):
        found.setdefault(notice, {})[target] = due.isoformat()
    return found
