"""What hangs on one issue: its trail, clocks, replies, callbacks, requests and referrals, each oldest first."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.clock import ClockRow
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.referral import Referral
from engine.model.reply import Callback, QualityCheck, Reply
from engine.model.report import IssueReport
from engine.model.request import Request


async def events(session: AsyncSession, issue_id: int) -> list[Event]:
    """The trail."""
    statement = select(Event).where(col(Event.issue_id) == issue_id).order_by(col(Event.seq))
    return list((await session.execute(statement)).scalars())


async def clocks(session: AsyncSession, issue_id: int) -> list[ClockRow]:
    """The clocks, running or done."""
    statement = select(ClockRow).where(col(ClockRow.issue_id) == issue_id).order_by(col(ClockRow.id))
    return list((await session.execute(statement)).scalars())


async def replies(session: AsyncSession, issue_id: int) -> list[Reply]:
    """Every agency's replies of every round."""
    statement = select(Reply).where(col(Reply.issue_id) == issue_id).order_by(col(Reply.id))
    return list((await session.execute(statement)).scalars())


async def callbacks(session: AsyncSession, issue_id: int) -> list[Callback]:
    """One for each round that was replied to."""
    statement = select(Callback).where(col(Callback.issue_id) == issue_id).order_by(col(Callback.round))
    return list((await session.execute(statement)).scalars())


async def requests(session: AsyncSession, issue_id: int) -> list[Request]:
    """Extensions and shelvings asked for."""
    statement = select(Request).where(col(Request.issue_id) == issue_id).order_by(col(Request.id))
    return list((await session.execute(statement)).scalars())


async def open_checks(session: AsyncSession, issue_id: int) -> list[QualityCheck]:
    """Quality checks that were drawn and not made yet."""
    statement = select(QualityCheck).where(
        col(QualityCheck.issue_id) == issue_id, col(QualityCheck.outcome) == ""
    )
    return list((await session.execute(statement.order_by(col(QualityCheck.round)))).scalars())


async def referrals(session: AsyncSession, issue_id: int) -> list[Referral]:
    """Questions put to others."""
    statement = select(Referral).where(col(Referral.issue_id) == issue_id).order_by(col(Referral.id))
    return list((await session.execute(statement)).scalars())


async def issues_of_report(session: AsyncSession, report_id: int) -> list[Issue]:
    """Everything that came of one report, in the order of its parts."""
    statement = (
        select(Issue)
        .join(IssueReport, col(col(IssueReport.issue_id)) == col(Issue.id))
        .where(col(IssueReport.report_id) == report_id)
        .order_by(col(IssueReport.part), col(Issue.id))
    )
    return list((await session.execute(statement)).scalars())


async def callback_by_token(session: AsyncSession, token_hash: str) -> Callback | None:
    """The callback a one-time link opens."""
    statement = select(Callback).where(col(Callback.token_hash) == token_hash)
    return (await session.execute(statement)).scalar_one_or_none()
