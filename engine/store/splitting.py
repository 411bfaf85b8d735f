"""The rows of a split: the words that stay, and an issue beside the first under the same report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.issue import Issue, IssueText
from engine.model.likeness import Likeness

INHERITED = (
    "kind",
    "urgency",
    "channel",
    "enterprise",
    "enterprise_key",
    "respondent",
    "parent_id",
    "needed_by",
)


@dataclass(frozen=True, slots=True)
class Words:
    """What an issue says, and what that hashes to."""

    title: str
    body: str
    bands: Sequence[int]


LINK = text("""
    INSERT INTO issue_report (report_id, issue_id, part)
    SELECT w.report_id, :issue, (SELECT max(part) + 1 FROM issue_report a WHERE a.report_id = w.report_id)
    FROM issue_report w WHERE w.issue_id = :beside ORDER BY w.report_id LIMIT 1
""")


async def reword(session: AsyncSession, issue_id: int, words: Words) -> None:
    """The issue says this from now on; the report keeps what was received."""
    await session.merge(IssueText(issue_id=issue_id, title=words.title, body=words.body))
    await session.merge(Likeness(issue_id=issue_id, bands=list(words.bands)))


async def reference(session: AsyncSession, *, prefix: str, day: datetime) -> str:
    """The next reference of that local day, from the same sequence as at registration."""
    number = await session.scalar(text("SELECT nextval('issue_number')"))
    return f"{prefix}-{day:%y%m%d}-{number:06d}"


async def add(session: AsyncSession, made: Issue, words: Words, *, beside: int) -> None:
    """Store the new issue with its words, under the report that opened the other."""
    session.add(made)
    await session.flush()
    await reword(session, made.id, words)
    await session.execute(LINK, {"issue": made.id, "beside": beside})
