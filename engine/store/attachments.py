"""Attachments: keeping content once, hanging it on reports and issues, finding and reading it."""

from collections.abc import Sequence

from sqlalchemy import any_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.attachment import Attachment
from engine.model.report import IssueReport, Report

KEEP = text("insert into content (sha256, body) values (:sha256, :body) on conflict do nothing")
HAS = text("select exists (select from content where sha256 = :sha256)")
PART = text("select substring(body from :start for :length) from content where sha256 = :sha256")


async def has(session: AsyncSession, sha256: str) -> bool:
    """Whether the content is kept already."""
    return bool(await session.scalar(HAS, {"sha256": sha256}))


async def keep(session: AsyncSession, sha256: str, content: bytes) -> None:
    """Keep the content, once."""
    await session.execute(KEEP, {"sha256": sha256, "body": content})


async def part(session: AsyncSession, sha256: str, *, start: int, length: int) -> bytes:
    """So many bytes of the content from a place on; the rest is not read."""
    found = await session.scalar(PART, {"sha256": sha256, "start": start + 1, "length": length})
    return bytes(found or b"")


async def of_issue(session: AsyncSession, issue_id: int) -> Sequence[Attachment]:
    """What hangs on the issue or on a report it answers, oldest first."""
    reports = select(col(IssueReport.report_id)).where(col(IssueReport.issue_id) == issue_id)
    mine = or_(
        col(Attachment.issue_id) == issue_id,
        # an array is looked up in the index; `in (select …)` beneath an `or` would read every row
        col(Attachment.issue_id).is_(None)
        & (col(Attachment.report_id) == any_(func.array(reports.scalar_subquery()))),
    )
    statement = select(Attachment).where(mine).order_by(col(Attachment.id))
    return list((await session.execute(statement)).scalars())


async def count(session: AsyncSession, *, issue_id: int) -> int:
    """How many hang on the issue already."""
    mine = select(func.count()).select_from(Attachment).where(col(Attachment.issue_id) == issue_id)
    return int(await session.scalar(mine) or 0)


async def tip_offs(session: AsyncSession, issue_id: int) -> frozenset[int]:
    """The reports behind the issue whose reporter must stay hidden."""
    statement = (
        select(col(Report.id))
        .join(IssueReport, col(IssueReport.report_id) == col(Report.id))
        .where(col(IssueReport.issue_id) == issue_id, col(Report.secret_reporter))
    )
    return frozenset((await session.execute(statement)).scalars())


async def one(session: AsyncSession, attachment_id: int) -> Attachment | None:
    """The attachment of that number."""
    return await session.get(Attachment, attachment_id)


async def issues_of(session: AsyncSession, attachment: Attachment) -> Sequence[int]:
    """The issues through which it may be reached."""
    if attachment.issue_id is not None:
        return [attachment.issue_id]
    statement = select(col(IssueReport.issue_id)).where(col(IssueReport.report_id) == attachment.report_id)
    return list((await session.execute(statement)).scalars())
