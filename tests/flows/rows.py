"""Rows for tests of what moves rows: agencies, issues, clocks and steps, written plainly."""

from datetime import datetime, timedelta

from engine.database import Database
from engine.model.agency import Agency
from engine.model.channel import Channel
from engine.model.clock import ClockRow, ClockStep
from engine.model.event import Event
from engine.model.issue import Issue, IssueText
from engine.model.notice import Notice
from engine.model.person import Person
from engine.model.report import IssueReport, Report
from engine.model.words import Role


async def house(database: Database) -> None:
    """Two agencies, a channel, and somebody for every audience."""
    async with database.transaction() as session:
        session.add_all(
            [
                Agency(
                    key="customs",
                    name="天津海关",
                    short_name="海关",
                    kind="central",
                    mail="office@customs.test",
                ),
                Agency(
                    key="terminal",
                    name="集装箱码头公司",
                    short_name="码头",
                    kind="enterprise",
                    through="customs",
                    english_name="Container Terminal",
                ),
            ]
        )
        await session.flush()
        session.add(Channel(key="hotline", name="热线", kind="phone", owner="customs"))
        people = [
            ("h1", Role.HANDLER, "customs", None),
            ("a1", Role.AGENCY_LEAD, "customs", None),
            ("arb", Role.ARBITRATOR, None, None),
            ("tf1", Role.TASK_FORCE, "customs", None),
            ("tf2", Role.TASK_FORCE, None, None),
            ("op", Role.OPERATOR, None, "customs"),
        ]
        for login, role, agency, owner in people:
            session.add(
                Person(
                    login=login,
                    name=login,
                    role=role,
                    agency=agency,
                    owner=owner,
                    mail=f"{login}@house.test",
                    password_hash="x",
                )
            )


async def an_issue(
    database: Database,
    number: int,
    *,
    at: datetime,
    lead: str = "customs",
    channel: str = "hotline",
    mail: str = "wang@firm.test",
) -> int:
    """An assigned issue with its first event and the report behind it."""
    async with database.transaction() as session:
        issue = Issue(
            reference=f"QL-{number:06d}",
            status="assigned",
            kind="help",
            urgency="normal",
            channel=channel,
            enterprise="某某物流有限公司",
            lead=lead,
            at=at,
            recorded_at=at,
        )
        report = Report(
            channel=channel,
            external_id=str(number),
            digest="",
            follow_code=f"CODE-{number}",
            at=at,
            recorded_at=at,
            mail=mail,
        )
        session.add_all([issue, report])
        await session.flush()
        session.add(IssueText(issue_id=issue.id, title="查验后箱子提不出来", body="……"))
        session.add(IssueReport(report_id=report.id, issue_id=issue.id))
        session.add(
            Event(
                issue_id=issue.id,
                seq=1,
                kind="registered",
                at=at,
                recorded_at=at,
                by_label="system",
                by_name="",
            )
        )
        return issue.id


async def a_clock(
    database: Database, issue_id: int, *, started: datetime, due: datetime, key: str = "reply/1/1"
) -> int:
    """A running reply clock."""
    async with database.transaction() as session:
        clock = ClockRow(
            issue_id=issue_id,
            key=key,
            target="reply",
            agency="customs",
            part="lead",
            state="running",
            started_at=started,
            due_at=due,
        )
        session.add(clock)
        await session.flush()
        return clock.id


async def a_step(
    database: Database,
    issue_id: int,
    clock_id: int,
    *,
    step: str,
    at: datetime,
    due: datetime,
    audiences: tuple[str, ...] = ("assigned",),
    ordinal: int = 0,
    heat: int = 1,
    tell_after: timedelta = timedelta(),
    by_verb: bool = False,
) -> int:
    """One armed step."""
    async with database.transaction() as session:
        row = ClockStep(
            clock_id=clock_id,
            issue_id=issue_id,
            step=step,
            ordinal=ordinal,
            due_at=due,
            at=at,
            tell_at=at + tell_after,
            audiences=list(audiences),
            heat=heat,
            by_verb=by_verb,
            data={"voice": "card"},
        )
        session.add(row)
        await session.flush()
        return row.id


async def a_notice(
    database: Database,
    key: str,
    *,
    at: datetime,
    kind: str = "dispatched",
    audience: str = "assigned",
    party: str | None = "customs",
    issue_id: int | None = None,
    payload: dict[str, object] | None = None,
) -> int:
    """One waiting notice."""
    async with database.transaction() as session:
        row = Notice(
            key=key,
            kind=kind,
            audience=audience,
            party=party,
            issue_id=issue_id,
            payload=payload or {"reference": "QL-000001", "title": "查验后箱子提不出来", "lead": "customs"},
            next_at=at,
            created_at=at,
        )
        session.add(row)
        await session.flush()
        return row.id


async def joins(database: Database, issue_id: int, number: int, *, at: datetime, mail: str) -> None:
    """Another report that the issue answers."""
    async with database.transaction() as session:
        report = Report(
            channel="hotline",
            external_id=str(number),
            digest="",
            follow_code=f"CODE-{number}",
            at=at,
            recorded_at=at,
            mail=mail,
        )
        session.add(report)
        await session.flush()
        session.add(IssueReport(report_id=report.id, issue_id=issue_id))
