"""附件: files handed in with a report or a deed are kept and hung on it in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.work import Work
from engine.errors import Conflict
from engine.model.actor import Actor
from engine.model.attachment import Attachment
from engine.model.event import Event
from engine.model.words import EventKind, Origin
from engine.ports import Handed
from engine.rules.file_rights import origin_of
from engine.rules.files import MOST_KEPT
from engine.store import attachments


async def keep(session: AsyncSession, files: Sequence[Handed]) -> None:
    """Store the bytes, one file in memory at a time; content that is kept already is not read."""
    for file in files:
        if not await attachments.has(session, file.sha256):
            await attachments.keep(session, file.sha256, await file.read())


async def hang(work: Work, event: Event) -> None:
    """Hang what was handed in on the first event that the verb records."""
    files, work.files[:] = list(work.files), []
    if not files:
        return
    report_id = work.by.report_id
    await refuse_more(work.session, len(files), issue_id=event.issue_id)
    await keep(work.session, files)
    origin = origin_of(EventKind(event.kind), event.data)
    work.session.add_all(
        attachment(
            one,
            by=work.by,
            at=work.now,
            origin=origin,
            issue_id=event.issue_id,
            event_id=event.id,
            report_id=report_id,
        )
        for one in files
    )


def hang_on_report(
    session: AsyncSession, files: Sequence[Handed], report_id: int, *, by: Actor, now: datetime
) -> None:
    """Hang what came with a report, and is kept already, on it; every issue of the report shows it."""
    session.add_all(
        attachment(one, by=by, at=now, origin=Origin.REPORTER, report_id=report_id) for one in files
    )


async def refuse_more(session: AsyncSession, more: int, *, issue_id: int) -> None:
    """No issue keeps more files than people can look through."""
    there = await attachments.count(session, issue_id=issue_id)
    if there + more > MOST_KEPT:
        message = f"{there} files hang on this issue already; it keeps at most {MOST_KEPT}"
        raise Conflict(message, why="enough_files", there=there, limit=MOST_KEPT)


def attachment(
    file: Handed,
    *,
    by: Actor,
    at: datetime,
    origin: Origin,
    report_id: int | None = None,
    issue_id: int | None = None,
    event_id: int | None = None,
) -> Attachment:
    """The row of one file."""
    return Attachment(
        sha256=file.sha256,
        report_id=report_id,
        issue_id=issue_id,
        event_id=event_id,
        origin=origin,
        name=file.name,
        kind=file.kind,
        size=file.size,
        by_label=by.label,
        by_name=by.name,
        person_id=by.person_id,
        at=at,
    )
