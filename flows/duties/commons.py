"""未诉先办: every morning the day before is looked at for bursts, and cured problems that stayed quiet are zeroed."""

from datetime import date, datetime, time, timedelta

from engine.actions.cure import QUIET, zero
from engine.actions.in_force import InForce
from engine.actions.watch_bursts import watch_bursts
from engine.actions.work import Work
from engine.model.actor import SYSTEM
from engine.store import bursts, commons, weekly
from flows.done import Done
from flows.runtime import Runtime

AT = time(7)  # before people come to work
LOOK_BACK = 14  # days; what an outage left is looked at in order
DAY = timedelta(days=1)


async def due_next(use: Runtime) -> datetime | None:
    """When the next day is to be looked at; never, before anything was entered."""
    rules, now = await use.rules(), use.clock.now()
    async with use.database.transaction() as session:
        last = await bursts.last_watched(session)
        begun = last is not None or await weekly.begun(session, before=now)
    return slot(unwatched(last, now, rules)[0], rules) if begun else None


async def run(use: Runtime) -> Done:
    """Look at every day that ended, the oldest first, each in a transaction of its own."""
    done, now, rules = Done(), use.clock.now(), await use.rules()
    async with use.database.transaction() as session:
        last = await bursts.last_watched(session)
    for day in unwatched(last, now, rules):
        if slot(day, rules) <= now:
            async with use.database.transaction() as session:
                watched = await watch_bursts(Work(session=session, by=SYSTEM, now=now, rules=rules), day)
                proposed = watched.proposed if watched else 0
            done.note("day looked at", late=now - slot(day, rules))
            for _ in range(proposed):
                done.note("common problem proposed")
    await zero_quiet(use, done, now, rules)
    return done


async def zero_quiet(use: Runtime, done: Done, now: datetime, rules: InForce) -> None:
    """Each in a transaction of its own."""
    async with use.database.transaction() as session:
        quiet = await commons.quiet(session, since=now - QUIET)
    for common_id in quiet:
        async with use.database.transaction() as session:
            if await zero(Work(session=session, by=SYSTEM, now=now, rules=rules), common_id):
                done.note("common problem zeroed")


def unwatched(last: date | None, now: datetime, rules: InForce) -> list[date]:
    """The days after the last one looked at, up to today; never looked, it begins with yesterday."""
    today = now.astimezone(rules.zone).date()
    first = max(last + DAY, today - DAY * LOOK_BACK) if last else today - DAY
    return [first + DAY * ahead for ahead in range((today - first).days + 1)] or [first]


def slot(day: date, rules: InForce) -> datetime:
    """When a day is looked at: the next morning."""
    return datetime.combine(day + DAY, AT, tzinfo=rules.zone)
