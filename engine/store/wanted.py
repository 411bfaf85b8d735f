"""What a list of issues is narrowed to, and the conditions that says in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; empty means everything the viewer may see."""

    statuses: Sequence[str] = ()
    stages: Sequence[str] = ()
    urgencies: Sequence[str] = ()
    lead: str | None = None
    channel: str | None = None
    document: str | None = None
    number: int | None = None
    words: str | None = None
    supervised: bool = False
    heated: int = 0
    late: bool = False
    unclaimed: bool = False
    disputed: bool = False
    unjudged: bool = False
    called: bool = False
    asked: bool = False
    sampled: bool = False
    referred: bool = False
    closed_by: str | None = None
    ids: Sequence[int] = field(default=())


DISPUTED = "EXISTS (SELECT FROM assignment d WHERE d.issue_id = i.id AND d.active AND d.stage = 'disputed')"
UNJUDGED = (
    "i.status = 'replied' AND EXISTS (SELECT FROM callback b WHERE b.issue_id = i.id AND b.round = i.round "
    "AND b.state = 'answered' AND b.resolved IS FALSE AND b.curable IS NULL)"
)
CALLED = (
    "i.status = 'replied' AND EXISTS (SELECT FROM callback b WHERE b.issue_id = i.id AND b.state = 'open')"
)
ASKED = "EXISTS (SELECT FROM request q WHERE q.issue_id = i.id AND q.state = 'open')"
SAMPLED = "EXISTS (SELECT FROM quality_check y WHERE y.issue_id = i.id AND y.outcome = '')"
REFERRED = "i.open AND EXISTS (SELECT FROM referral f WHERE f.issue_id = i.id AND f.state = 'open')"


def these(ids: Sequence[int]) -> Wanted:
    """These issues and no others; of none at all the list is empty."""
    return Wanted(ids=tuple(ids) or (0,))


def narrower(wanted: Wanted, **more: Any) -> Wanted:
    """The same list under further conditions."""
    return replace(wanted, **{name: value for name, value in more.items() if value})


def narrowed(wanted: Wanted, now: datetime, enterprise: str) -> tuple[list[str], dict[str, Any]]:
    """Conditions and their values."""
    like = likened(wanted.words or "")
    offered = {
        "statuses": "i.status = ANY(:statuses)",
        "stages": "a.stage = ANY(:stages)",
        "urgencies": "i.urgency = ANY(:urgencies)",
        "lead": "i.lead = :lead",
        "channel": "i.channel = :channel",
        "document": "i.document = :document",
        "number": "i.number = :number",
        "words": f"(i.reference {like} :words OR {enterprise} {like} :words OR t.title {like} :words)",
        "supervised": "i.supervised",
        "heated": "i.heat >= :heated",
        "late": "c.due_at < :now AND c.state = 'running'",
        "unclaimed": "a.stage = 'assigned'",
        "disputed": DISPUTED,
        "unjudged": UNJUDGED,
        "called": CALLED,
        "asked": ASKED,
        "sampled": SAMPLED,
        "referred": REFERRED,
        "closed_by": "i.outcome = :closed_by",
        "ids": "i.id = ANY(:ids)",
    }
    given = {one.name: getattr(wanted, one.name) for one in fields(wanted) if getattr(wanted, one.name)}
    values: dict[str, Any] = {
        name: list(v) if isinstance(v, tuple | list) else v for name, v in given.items()
    }
    if "words" in values:
        values["words"] = f"%{escaped(values['words'])}%"
    unbound = {name: v for name, v in values.items() if f":{name}" in offered[name]}
    return [offered[name] for name in given], unbound | ({"now": now} if "late" in given else {})


def likened(words: str) -> str:
    """The comparison for words that are looked for; folding the case of every row is dear, and Chinese has none."""
    return "LIKE" if words.lower() == words.upper() else "ILIKE"


def escaped(words: str) -> str:
    """Words for LIKE, with its wildcards taken literally."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
