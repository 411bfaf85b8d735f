"""A whole story over a fresh database: people, reports spread over days, everything that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import Routing, load_in_force
from engine.database import Database
from engine.model.duty import Mark
from engine.settings import Settings
from engine.store import marks
from flows.simulation.cast import load_cast
from flows.simulation.duties import DUTIES, StoryDuties
from flows.simulation.people import make_people
from flows.simulation.reports import arrivals, read_samples
from flows.simulation.story import Story

SAMPLE_PASSWORD = "qingling"  # invented people of an invented month; the server prints it


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is played: whose reports, between which dates, until when, with which duties of the timetable."""

    samples: Path
    first: date
    last: date
    until: datetime
    duties: Sequence[ModuleType] = DUTIES


async def play(
    settings: Settings, database: Database, plan: Plan, *, router: Routing | None, password_hash: str
) -> Story:
    """Mark the database as a sample, people it, and play the story to its end."""
    samples = read_samples(plan.samples)
    async with database.transaction() as session:
        rules = await load_in_force(session, zone=settings.timezone, prefix=settings.reference_prefix)
        await mark(session, {"from": plan.first.isoformat(), "until": plan.until.isoformat()})
        await make_people(session, password_hash=password_hash, task_force=rules.directory.port.members)
        cast = await load_cast(session)
    rules = replace(rules, router=router)
    coming = arrivals(samples, rules.directory, first=plan.first, last=plan.last, zone=settings.timezone)
    duties = StoryDuties(settings, database, now=coming[0].at, duties=plan.duties)
    story = Story(database, rules, cast, duties, coming[0].at)
    await story.play([one for one in coming if one.at <= plan.until], until=plan.until)
    return story


async def mark(session: AsyncSession, facts: dict[str, Any]) -> None:
    """Everything in this database is invented from now on."""
    await session.merge(Mark(name=marks.SAMPLE, value=facts))
    await session.flush()
