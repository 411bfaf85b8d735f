"""Playing a story: arrivals, people's acts and the duties of the timetable, in the order of a fake clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

import sqlalchemy as sa
from sqlmodel import col

from engine.actions.in_force import InForce
from engine.actions.work import Work
from engine.database import Database
from engine.model.actor import SYSTEM, Actor
from engine.model.assignment import Assignment
from engine.model.clock import ClockRow
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.report import IssueReport, Report
from engine.model.words import Target
from flows.simulation.acts import OVERTAKEN, Doing
from flows.simulation.agenda import Agenda
from flows.simulation.cast import Cast
from flows.simulation.reactions import REACTIONS, Planned, Scene, react
from flows.simulation.reports import Arrival
from intake.receive import receive

HEARD = (
    sa.select(Event, Issue, Assignment, col(ClockRow.due_at), col(Report.external_id))
    .join(Issue, col(Issue.id) == col(Event.issue_id))
    .join(IssueReport, col(IssueReport.issue_id) == col(Issue.id))
    .join(Report, col(Report.id) == col(IssueReport.report_id))
    .outerjoin(Assignment, col(Assignment.id) == col(Event.assignment_id))
    .outerjoin(
        ClockRow,
        (col(ClockRow.assignment_id) == col(Assignment.id)) & (col(ClockRow.target) == Target.REPLY),
    )
    .where(col(Event.id) > sa.bindparam("seen"), col(Event.kind).in_(REACTIONS))
    .order_by(col(Event.id))
)

NEWS = "select exists (select from event where id > $1 and kind = any($2))"
KINDS = [str(kind) for kind in REACTIONS]


class Duties(Protocol):
    """What the system does by itself: the flows' core functions."""

    async def next_at(self) -> datetime | None:
        """When the next duty is due."""
        ...

    async def run(self, *, now: datetime) -> None:
        """Do what is due."""
        ...

    async def close(self) -> None:
        """What is left to do when the story ends."""
        ...


@dataclass(slots=True)
class Story:
    """One run over one database; `now` moves only forward."""

    database: Database
    rules: InForce
    cast: Cast
    duties: Duties
    now: datetime
    agenda: Agenda = field(default_factory=Agenda)
    samples: dict[str, Arrival] = field(default_factory=dict)
    seen: int = 0
    overtaken: int = 0
    acts: int = 0

    async def play(self, arrivals: Sequence[Arrival], *, until: datetime) -> None:
        """Let every report arrive and everybody act, until the given instant."""
        for one in arrivals:
            self.samples[one.sample.id] = one
            self.agenda.plan(one.at, partial(self.arrive, one))
        while (at := await self.next_at()) is not None and at <= until:
            self.now = max(self.now, at)
            await self.tick()
        self.now = until
        await self.duties.close()

    async def next_at(self) -> datetime | None:
        """The next instant at which anything happens."""
        known = [at for at in (self.agenda.next_at, await self.duties.next_at()) if at is not None]
        return min(known, default=None)

    async def tick(self) -> None:
        """Duties first, then one act of people; both may bring events that others react to."""
        await self.duties.run(now=self.now)
        if self.agenda.next_at is not None and self.agenda.next_at <= self.now:
            _, act = self.agenda.pop()
            await act()
        await self.listen()

    async def arrive(self, one: Arrival) -> None:
        """A report comes in by the one door."""
        owner = self.cast.owners[one.channel.key]
        by: Actor = self.cast.operators.get(owner, SYSTEM)
        await receive(self.database, one.incoming(), by=by, now=self.now, rules=self.rules)

    async def listen(self) -> None:
        """Plan what people do because of the events since we last looked."""
        async with self.database.statement() as connection:  # most events move nobody: one trip tells
            if not await connection.fetchval(NEWS, self.seen, KINDS):
                return
        async with self.database.transaction() as session:
            rows = (await session.execute(HEARD, {"seen": self.seen})).all()
        for event, issue, assignment, due, external_id in rows:
            if event.id > self.seen and external_id in self.samples:
                self.plan(react(self.scene(event, issue, assignment, due, external_id)))
            self.seen = max(self.seen, event.id)

    def scene(
        self,
        event: Event,
        issue: Issue,
        assignment: Assignment | None,
        due: datetime | None,
        external_id: str,
    ) -> Scene:
        """What the audience of an event knows."""
        sample = self.samples[external_id].sample
        known = (self.rules.directory.agency_named(name) for name in sample.agencies)
        right = tuple(one.key for one in known if one is not None)
        return Scene(event, issue, assignment, due, sample, right, self.cast, self.rules.calendar)

    def plan(self, planned: Sequence[Planned]) -> None:
        """Put acts on the agenda; none lies in the past."""
        for one in planned:
            self.agenda.plan(max(one.at, self.now), partial(self.act, one.by, one.doing))

    async def act(self, by: Actor, doing: Doing) -> None:
        """One verb in one transaction; what has been overtaken is left undone."""
        try:
            async with self.database.transaction() as session:
                await doing(Work(session=session, by=by, now=self.now, rules=self.rules))
            self.acts += 1
        except OVERTAKEN:
            self.overtaken += 1
