"""Duties of once a day: due at a time of day until their day is marked; a day slept through is made up for at once."""

from datetime import date, datetime, time, timedelta

from engine.actions.alert import alert
from engine.model.words import Audience
from engine.store import marks
from flows.done import Done
from flows.runtime import Runtime


async def due_next(use: Runtime, name: str, at: time) -> datetime:
    """Today at that local time if it is not yet done, else tomorrow."""
    async with use.database.transaction() as session:
        mark = await marks.read(session, mark_of(name))
    today = day(use)
    done = mark is not None and date.fromisoformat(mark["day"]) >= today
    return datetime.combine(today + timedelta(days=done), at, tzinfo=use.settings.timezone)


async def finish(use: Runtime, name: str) -> None:
    """Mark today's as done."""
    async with use.database.transaction() as session:
        await marks.write(session, mark_of(name), {"day": day(use).isoformat()})


async def tell(use: Runtime, name: str, done: Done, *, to: Audience, period: str, page: str) -> None:
    """Put what was found before those who can mend it, once in the period; `page` of the console shows more."""
    async with use.database.transaction() as session:
        link = f"{use.settings.public_url}{page}"
        await alert(session, name, done.findings, to=to, period=period, link=link, now=use.clock.now())


async def late(use: Runtime, name: str, at: time) -> timedelta:
    """How long after its time of day it is done; the first time ever is never late."""
    async with use.database.transaction() as session:
        known = await marks.read(session, mark_of(name))
    return (
        use.clock.now() - datetime.combine(day(use), at, tzinfo=use.settings.timezone)
        if known
        else timedelta()
    )


def day(use: Runtime) -> date:
    """The local day."""
    return use.clock.now().astimezone(use.settings.timezone).date()


def mark_of(name: str) -> str:
    """Where the day is kept."""
    return f"daily/{name}"
