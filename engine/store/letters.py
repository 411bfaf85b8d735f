"""What is known of letters: which were taken before, what they answer, and how many one sender wrote lately."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.words import EventKind

LOOKED_AT = 1000  # reports, the latest: who writes more than its share does so now


@dataclass(frozen=True, slots=True)
class Sent:
    """A notice that went to who reported, by the code they have."""

    key: str
    issue_id: int
    report_id: int
    follow_code: str


TAKEN = """
select ir.issue_id from report r join report_text rt on rt.report_id = r.id join issue_report ir on ir.report_id = r.id
where r.channel = $1 and r.external_id = $2 and rt.raw ->> 'sha256' = $3 order by ir.part
"""
SENT = text("""
select n.key, n.issue_id, r.id, r.follow_code
from report r join issue_report ir on ir.report_id = r.id
join notice n on n.issue_id = ir.issue_id and n.audience = 'enterprise'
where lower(r.mail) = lower(:mail)
""")
ADDED = text("""
select 1 from event
where issue_id = :issue_id and kind = :kind and data ->> 'letter' = :letter and data ->> 'text' = :words
""")
RECENT = f"""
select count(*) from (select mail, recorded_at from report order by id desc limit {LOOKED_AT}) latest
where lower(mail) = lower($1) and recorded_at > $2
"""


async def taken(connection: Any, channel: str, external_id: str, *, sha256: str) -> list[int]:
    """The issues that came of these very bytes under this id, if any did; `connection` is the driver's own."""
    return [row["issue_id"] for row in await connection.fetch(TAKEN, channel, external_id, sha256)]


async def sent_to(session: AsyncSession, mail: str) -> list[Sent]:
    """Every notice about what was reported from that address."""
    return [Sent(*row) for row in await session.execute(SENT, {"mail": mail})]


async def added(session: AsyncSession, issue_id: int, letter: str, words: str) -> bool:
    """Whether a letter of that Message-ID, saying the same, was added to the issue before."""
    kind = EventKind.MATERIAL_ADDED.value
    about = {"issue_id": issue_id, "kind": kind, "letter": letter, "words": words}
    return await session.scalar(ADDED, about) is not None


async def recent(connection: Any, mail: str, *, since: datetime) -> int:
    """How many reports came from that address since then; `connection` is the driver's own."""
    return int(await connection.fetchval(RECENT, mail, since))
