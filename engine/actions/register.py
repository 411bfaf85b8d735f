"""登记: a report becomes issues, in one statement; the same report again changes nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from engine.actions import tokens
from engine.actions.in_force import InForce
from engine.errors import Conflict, Fault, Invalid
from engine.model.actor import Actor
from engine.model.promise import Clock, Occurrence
from engine.model.words import Audience, EventKind, Kind, Urgency, Verb
from engine.ports import IncomingReport
from engine.routing.similarity import signature
from engine.rules import permits
from engine.rules.announcements import NoticeKind
from engine.rules.clocks import advance
from engine.rules.permits import Relation
from engine.store.register import FOUND, REGISTER, NewReport, arguments

TITLE_LENGTH = 40
LOOKED_AT = 2000  # characters of a text that are compared with others


@dataclass(frozen=True, slots=True)
class Registered:
    """What registration gave: the code to follow it by, and the issues of its parts."""

    report_id: int
    follow_code: str
    issue_ids: tuple[int, ...]
    references: tuple[str, ...]
    new: bool


async def register(
    connection: Any, report: IncomingReport, *, by: Actor, now: datetime, rules: InForce
) -> Registered:
    """Store the report as received and open an issue for each part; `connection` is the driver's own."""
    check(report, by=by, now=now, rules=rules)
    new = values(report, by=by, now=now, rules=rules)
    rows = await connection.fetch(REGISTER, *arguments(new))
    if rows:
        return registered(rows, new.follow_code, new=True)
    return repeated(await connection.fetch(FOUND, new.channel, new.external_id), new)


def check(report: IncomingReport, *, by: Actor, now: datetime, rules: InForce) -> None:
    """Refuse an unknown channel, a report from the future, and an operator of another channel."""
    faults: list[Fault] = []
    if rules.directory.find_channel(report.channel) is None:
        faults.append(
            Fault(
                "channel",
                f"{report.channel} is not a channel",
                "name one of the directory's channels",
                "unknown_channel",
            )
        )
    if report.at > now:
        faults.append(
            Fault("at", "lies in the future", "give the time at which the enterprise said it", "future")
        )
    if report.respondent and not rules.directory.has_agency(report.respondent):
        faults.append(
            Fault(
                "respondent",
                f"{report.respondent} is not in the directory",
                "leave it empty or choose an agency",
                "unknown_agency",
            )
        )
    if faults:
        raise Invalid("the report was not registered", faults=faults)
    own = by.owner is not None and by.owner == rules.owner_of(report.channel)
    permits.check(by, Verb.REGISTER, frozenset({Relation.OWN_CHANNEL}) if own else frozenset())


def values(report: IncomingReport, *, by: Actor, now: datetime, rules: InForce) -> NewReport:
    """The row values of a registration, with the dispatch clock the rules start."""
    kind, urgency = report.kind or Kind.HELP, report.urgency or Urgency.NORMAL
    parts = report.parts or (report.text,)
    facts = {
        "kind": kind,
        "urgency": urgency,
        "channel": report.channel,
        "needed_by": report.needed_by.isoformat() if report.needed_by else None,
        "book": rules.book.versions(),
    } | ({"files": list(report.files)} if report.files else {})
    return NewReport(
        channel=report.channel,
        external_id=report.external_id,
        digest=digest(report),
        follow_code=tokens.follow_code(),
        at=report.at,
        recorded_at=now,
        enterprise=report.enterprise,
        enterprise_code=report.enterprise_code,
        enterprise_key=enterprise_key(report),
        reporter=report.reporter,
        phone=report.phone,
        mail=report.mail,
        text=report.text,
        raw=dict(report.raw),
        kind=kind,
        urgency=urgency,
        needed_by=report.needed_by,
        respondent=report.respondent,
        logged_by=by.person_id,
        by_label=by.label,
        by_name=by.name,
        titles=[title(part) for part in parts],
        bodies=parts,
        bands=[signature(part[:LOOKED_AT]) for part in parts],
        facts=facts,
        clocks=started(report, facts, now=now, rules=rules),
        notice=NoticeKind.RECEIVED if report.mail or report.phone else None,
        audience=Audience.ENTERPRISE,
        prefix=rules.prefix,
        zone=rules.zone.key,
    )


def started(
    report: IncomingReport, facts: dict[str, Any], *, now: datetime, rules: InForce
) -> Sequence[Clock]:
    """The clocks of an issue just registered: its dispatch clock, counted from the report's true time."""
    what = Occurrence(
        seq=1, kind=EventKind.REGISTERED, at=report.at, recorded_at=now, assignment=None, data=facts
    )
    return advance({}, what, rules.book)


def enterprise_key(report: IncomingReport) -> str:
    """What makes two reports the same enterprise's: its code, else its name without spaces and brackets' width."""
    return key_of(report.enterprise, report.enterprise_code)


def key_of(enterprise: str, code: str) -> str:
    """The key of a name and a code as they were typed."""
    if code:
        return code.upper()
    return "".join(enterprise.split()).replace("（", "(").replace("）", ")").casefold()


def title(part: str) -> str:
    """The first words of the text, at a natural stop if there is one."""
    line = " ".join(part.split())
    head = line[:TITLE_LENGTH]
    stops = [head.rfind(mark) for mark in "。！？；，,;!?"]
    cut = max(stops)
    return head[:cut] if cut >= TITLE_LENGTH // 3 else head + ("…" if len(line) > TITLE_LENGTH else "")


def digest(report: IncomingReport) -> str:
    """Tells whether the same external id came with other content."""
    said = report.model_dump(mode="json", exclude={"raw", "at"})  # a form sent again is stamped anew
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def registered(rows: Sequence[Any], code: str, *, new: bool) -> Registered:
    """The answer for what was stored."""
    ids, references = zip(*((row["issue_id"], row["reference"]) for row in rows), strict=True)
    return Registered(rows[0]["report_id"], code, ids, references, new)


def repeated(rows: Sequence[Any], new: NewReport) -> Registered:
    """The same report again gives the first answer; other content under its id is a conflict."""
    if rows[0]["digest"] != new.digest:
        message = f"{new.channel} has already sent another report as {new.external_id}; give this one an id of its own"
        raise Conflict(message, external_id=new.external_id, reference=rows[0]["reference"])
    return registered(rows, rows[0]["follow_code"], new=False)
