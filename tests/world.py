"""The story harness: a port with its published rules and people, a clock one moves by hand, and verbs by their names."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from engine.actions.in_force import InForce, load_in_force
from engine.actions.publish_catalog import publish_catalog
from engine.actions.register import register
from engine.actions.work import Work
from engine.catalog.calendars import read_almanac
from engine.catalog.ladders import read_ladder
from engine.catalog.policies import read_policies
from engine.catalog.read import read_catalog
from engine.database import Database
from engine.model.actor import SYSTEM, Actor
from engine.model.assignment import Assignment
from engine.model.clock import ClockRow, ClockStep
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.notice import Notice
from engine.model.person import Person
from engine.model.words import Role, Urgency
from engine.ports import IncomingReport
from engine.settings import ROOT
from engine.store.people import actor
from engine.store.publications import latest
from flows.simulation.people import make_people

ZONE = ZoneInfo("Asia/Shanghai")
CATALOG = ROOT / "catalogs" / "tianjin-port"
CUSTOMS, COMMERCE, PORT, TAX = "tianjin-customs", "commerce-bureau", "port-group", "tax-bureau"


def instant(text: str) -> datetime:
    """`2026-10-13 09:00` or `Tue 2026-10-13 09:00`, local time; a wrong weekday is an error in the story."""
    *weekday, day, clock = text.split()
    found = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZONE)
    assert not weekday or found.strftime("%a") == weekday[0], f"{day} is a {found.strftime('%a')}"
    return found


async def settle(session: AsyncSession, *, now: datetime) -> None:
    """Publish the catalogue and let its people in."""
    await publish_catalog(
        session,
        directory=read_catalog(CATALOG),
        policies=read_policies(CATALOG / "policies.yaml"),
        ladder=read_ladder(CATALOG / "ladder.yaml"),
        almanac=read_almanac(CATALOG / "calendar.yaml"),
        by="admin",
        now=now,
    )
    await session.flush()
    await make_people(session, password_hash="x", task_force=(COMMERCE, CUSTOMS))


@dataclass
class World:
    """One database with a port in it."""

    database: Database
    now: datetime
    rules: InForce = None  # type: ignore[assignment]
    people: dict[str, Actor] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    @classmethod
    async def open(cls, database: Database, *, now: str = "2026-10-08 09:00") -> "World":
        """The port's catalogue and people, without learned routing: stories dispatch by hand."""
        world = cls(database, instant(now))
        async with database.transaction() as session:
            if await latest(session, "directory") is None:
                await settle(session, now=world.now)
        await world.reload()
        return world

    async def reload(self) -> None:
        """Read the rules in force and the people."""
        async with self.database.transaction() as session:
            self.rules = await load_in_force(session, zone=ZONE, prefix="QL")
            rows = (await session.execute(select(Person))).scalars()
            self.people = {row.login: actor(row) for row in rows}

    # time
    def is_now(self, text: str) -> None:
        """It is now that local time; stories do not go back."""
        moment = instant(text)
        assert moment >= self.now, "a story does not go back in time"
        self.now = moment

    def later(self, **span: float) -> None:
        """So much later."""
        self.now += timedelta(**span)

    # people
    def handler(self, agency: str) -> Actor:
        """An agency's handler."""
        return self.people[f"handler.{agency}"]

    def operator(self, owner: str = CUSTOMS) -> Actor:
        """An operator of a channel's owner."""
        return self.people[f"operator.{owner}"]

    def who(self, role: Role) -> Actor:
        """Somebody of that role with no agency."""
        return next(one for one in self.people.values() if one.role is role and one.agency is None)

    # verbs
    async def report(self, text: str = "冻肉滞港三天，请协调提离。", **more: Any) -> Issue:
        """A report comes in by the customs hotline and is registered, not yet routed."""
        fields = {
            "channel": "customs-12360",
            "external_id": f"r-{next(self.numbers)}",
            "at": self.now,
            "text": text,
            "enterprise": "天津凛冬冻品贸易有限公司",
            "mail": "report@enterprise.invalid",
            "urgency": Urgency.NORMAL,
        }
        incoming = IncomingReport.model_validate(fields | more)
        async with self.database.statement() as connection:
            made = await register(connection, incoming, by=self.operator(), now=self.now, rules=self.rules)
        return await self.issue(made.issue_ids[0])

    async def do(
        self, verb: Callable[..., Awaitable[Any]], *args: Any, by: Actor = SYSTEM, **more: Any
    ) -> Any:
        """Run a verb as somebody, in a transaction of its own."""
        async with self.database.transaction() as session:
            return await verb(Work(session=session, by=by, now=self.now, rules=self.rules), *args, **more)

    # what is there
    async def issue(self, issue_id: int) -> Issue:
        """The issue as stored."""
        async with self.database.transaction() as session:
            found = await session.get(Issue, issue_id)
            assert found is not None
            return found

    async def rows(self, statement: Any) -> list[Any]:
        """What a select finds."""
        async with self.database.transaction() as session:
            return list((await session.execute(statement)).scalars())

    async def assignments(self, issue: Issue) -> list[Assignment]:
        """Its assignments, oldest first."""
        return await self.rows(
            select(Assignment).where(col(Assignment.issue_id) == issue.id).order_by(col(Assignment.id))
        )

    async def lead(self, issue: Issue) -> Assignment:
        """Its active lead."""
        return next(one for one in await self.assignments(issue) if one.active and one.part == "lead")

    async def history(self, issue: Issue) -> list[str]:
        """The kinds of its events, in order."""
        return await self.rows(
            select(col(Event.kind)).where(col(Event.issue_id) == issue.id).order_by(col(Event.seq))
        )

    async def clocks(self, issue: Issue) -> dict[str, ClockRow]:
        """Its latest clock of each target (of the lead's where there are several)."""
        rows = await self.rows(
            select(ClockRow).where(col(ClockRow.issue_id) == issue.id).order_by(col(ClockRow.id))
        )
        return {row.target: row for row in rows if row.part != "support"}

    async def steps(self, issue: Issue) -> list[ClockStep]:
        """The steps planned and fired, in the order of their instants."""
        return await self.rows(
            select(ClockStep).where(col(ClockStep.issue_id) == issue.id).order_by(col(ClockStep.at))
        )

    async def notices(self, issue: Issue) -> list[tuple[str, str]]:
        """Kind and audience of the notices written for it."""
        rows = await self.rows(
            select(Notice).where(col(Notice.issue_id) == issue.id).order_by(col(Notice.id))
        )
        return [(row.kind, row.audience) for row in rows]

    async def count(self, table: Any) -> int:
        """How many rows a table has."""
        return len(await self.rows(select(table)))
