"""Issues and assignments: loading them, with the lock that makes a verb safe."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.errors import NotFound
from engine.model.assignment import Assignment
from engine.model.issue import Issue, IssueText
from engine.model.report import IssueReport, Report, ReportText

# Made once: building a statement costs more than running it.
LOCKED = select(Issue).where(col(Issue.id) == bindparam("issue")).with_for_update()
OWNER = select(col(Assignment.issue_id)).where(col(Assignment.id) == bindparam("assignment"))
LOCKED_BY = select(Issue).where(col(Issue.id) == OWNER.scalar_subquery()).with_for_update()
MANY_LOCKED = (
    select(Issue)
    .where(col(Issue.id).in_(bindparam("issues", expanding=True)))
    .order_by(col(Issue.id))
    .with_for_update()
)
MANY_ASSIGNMENTS = (
    select(Assignment)
    .where(col(Assignment.issue_id).in_(bindparam("issues", expanding=True)))
    .order_by(col(Assignment.id))
)
ASSIGNMENTS = (
    select(Assignment).where(col(Assignment.issue_id) == bindparam("issue")).order_by(col(Assignment.id))
)
TITLE = select(col(IssueText.title)).where(col(IssueText.issue_id) == bindparam("issue"))
ANEW = {"populate_existing": True}


async def locked(session: AsyncSession, issue_id: int) -> Issue:
    """The issue, locked until the transaction ends; its row lock orders all who write its trail."""
    rows = await session.execute(LOCKED, {"issue": issue_id}, execution_options=ANEW)
    issue = rows.scalar_one_or_none()
    if issue is None:
        raise NotFound(f"no issue {issue_id}")
    return issue


async def many_locked(session: AsyncSession, ids: Sequence[int]) -> list[tuple[Issue, list[Assignment]]]:
    """The issues with their assignments, locked in the order of their numbers, so that nobody waits in a ring."""
    asked = {"issues": list(ids)}
    found = (await session.execute(MANY_LOCKED, asked, execution_options=ANEW)).scalars().all()
    given: dict[int, list[Assignment]] = {issue.id: [] for issue in found}
    for one in (await session.execute(MANY_ASSIGNMENTS, asked, execution_options=ANEW)).scalars():
        given[one.issue_id].append(one)
    return [(issue, given[issue.id]) for issue in found]


async def locked_by(session: AsyncSession, assignment_id: int) -> Issue:
    """The issue an assignment belongs to, locked; an assignment never changes its issue."""
    rows = await session.execute(LOCKED_BY, {"assignment": assignment_id}, execution_options=ANEW)
    issue = rows.scalar_one_or_none()
    if issue is None:
        raise NotFound(f"no assignment {assignment_id}")
    return issue


async def by_reference(session: AsyncSession, reference: str) -> Issue:
    """The issue of that reference, unlocked."""
    issue = (await session.execute(select(Issue).where(Issue.reference == reference))).scalar_one_or_none()  # type: ignore[arg-type]
    if issue is None:
        raise NotFound(f"no issue {reference}", reference=reference)
    return issue


async def assignments(session: AsyncSession, issue_id: int) -> list[Assignment]:
    """Every assignment of the issue, oldest first."""
    rows = await session.execute(ASSIGNMENTS, {"issue": issue_id}, execution_options=ANEW)
    return list(rows.scalars())


async def title(session: AsyncSession, issue_id: int) -> str:
    """What the issue is called, without the body."""
    found = await session.scalar(TITLE, {"issue": issue_id})
    if found is None:
        raise NotFound(f"no text of issue {issue_id}")
    return str(found)


async def words(session: AsyncSession, issue_id: int) -> IssueText:
    """Title and body."""
    text = await session.get(IssueText, issue_id)
    if text is None:
        raise NotFound(f"no text of issue {issue_id}")
    return text


async def reports(session: AsyncSession, issue_id: int) -> Sequence[tuple[Report, ReportText]]:
    """The reports an issue answers, the one that opened it first."""
    statement = (
        select(Report, ReportText)
        .join(IssueReport, IssueReport.report_id == Report.id)  # type: ignore[arg-type]
        .join(ReportText, ReportText.report_id == Report.id)  # type: ignore[arg-type]
        .where(IssueReport.issue_id == issue_id)  # type: ignore[arg-type]
        .order_by(Report.id)  # type: ignore[arg-type]
    )
    return [(report, text) for report, text in (await session.execute(statement)).all()]
