"""People, and who may be told."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.model.actor import Actor
from engine.model.person import Person, PersonChange
from engine.model.report import IssueReport, Report
from engine.model.words import Role


def actor(person: Person) -> Actor:
    """The actor a person is when signed in."""
    return Actor(
        kind="person",
        name=person.name,
        person_id=person.id,
        role=Role(person.role),
        agency=person.agency,
        owner=person.owner,
    )


async def reported(session: AsyncSession, report_id: int, issue_id: int) -> bool:
    """Whether the bearer of that report's code is behind the issue."""
    statement = select(IssueReport.issue_id).where(  # type: ignore[call-overload]
        IssueReport.report_id == report_id, IssueReport.issue_id == issue_id
    )
    return await session.scalar(statement) is not None


def bearer(report: Report) -> Actor:
    """The enterprise that bears a report's follow code; the trail does not name who told of a wrong."""
    name = "" if report.secret_reporter else report.enterprise
    return Actor(kind="enterprise", name=name, report_id=report.id)


async def by_code(session: AsyncSession, follow_code: str) -> Report | None:
    """The report a follow code opens."""
    statement = select(Report).where(col(Report.follow_code) == follow_code)
    return (await session.execute(statement)).scalar_one_or_none()


async def everyone(session: AsyncSession) -> Sequence[Person]:
    """All people, by role and login."""
    return list((await session.execute(select(Person).order_by(Person.role, Person.login))).scalars())


async def names(session: AsyncSession) -> dict[int, str]:
    """The name of every person, by id."""
    return {row[0]: row[1] for row in await session.execute(select(Person.id, Person.name))}  # type: ignore[call-overload]


async def by_login(session: AsyncSession, login: str) -> Person | None:
    """Whoever has that login, blocked or not; capitals make no difference."""
    statement = select(Person).where(func.lower(col(Person.login)) == login.lower())
    return (await session.execute(statement)).scalar_one_or_none()


async def add(session: AsyncSession, asked: Person) -> Person | None:
    """The new person's row; none if the login is somebody's, even of one added at the same moment."""
    values = asked.model_dump(exclude={"id"})
    statement = insert(Person).values(values).on_conflict_do_nothing(index_elements=[col(Person.login)])
    return (await session.execute(statement.returning(Person))).scalar_one_or_none()


async def locked(session: AsyncSession, person_id: int) -> Person | None:
    """The person's row, locked."""
    statement = select(Person).where(col(Person.id) == person_id).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def administrators(session: AsyncSession) -> set[int]:
    """Ids of the administrators who may sign in, locked: of two who leave at once the second waits."""
    statement = select(Person).where(col(Person.role) == Role.ADMIN, col(Person.active)).with_for_update()
    return {one.id for one in (await session.execute(statement)).scalars()}


async def changes(session: AsyncSession, person_id: int) -> Sequence[PersonChange]:
    """What was done to an account, newest first."""
    statement = select(PersonChange).where(col(PersonChange.person_id) == person_id)
    return list((await session.execute(statement.order_by(col(PersonChange.id).desc()))).scalars())
