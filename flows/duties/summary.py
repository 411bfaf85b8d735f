"""周报: on the first workday of a week, the summary of every week that ended and was not yet sent."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.draw_summary import draw_summary
from engine.actions.in_force import InForce
from engine.actions.release_summary import release_summary
from engine.actions.work import Work
from engine.model.actor import SYSTEM
from engine.model.calendar import Calendar
from engine.rules.weeks import Week, week_of
from engine.store import summaries, weekly
from flows.done import Done
from flows.runtime import Runtime

AT = time(8, 30)
LOOK_BACK = 4  # weeks; a long holiday or an outage ends within them
HORIZON = 30  # days in which every calendar has a workday


async def due_next(use: Runtime) -> datetime | None:
    """When the next summary is to be sent."""
    rules, now = await use.rules(), use.clock.now()
    async with use.database.transaction() as session:
        waiting = await unsent(session, rules, now=now, released=use.settings.summary_release)
    upcoming = week_of(now, rules.zone)
    return min([slot(one, rules) for one in [*waiting, upcoming]])


async def run(use: Runtime) -> Done:
    """Draw and send what is due, the oldest week first, each in a transaction of its own."""
    done, now, rules = Done(), use.clock.now(), await use.rules()
    async with use.database.transaction() as session:
        waiting = await unsent(session, rules, now=now, released=use.settings.summary_release)
    for week in waiting:
        if slot(week, rules) <= now:
            async with use.database.transaction() as session:
                await draw_summary(session, week=week.name, now=now, rules=rules)
                if not use.settings.summary_release:
                    work = Work(session=session, by=SYSTEM, now=now, rules=rules)
                    await release_summary(work, week.name, editions=use.settings.summary_editions)
            what = "summary drawn" if use.settings.summary_release else "summary sent"
            done.note(what, late=now - slot(week, rules))
    return done


async def unsent(session: AsyncSession, rules: InForce, *, now: datetime, released: bool) -> list[Week]:
    """Weeks that ended, in which there was a ledger, and whose summary is still to be made, the oldest first."""
    present = week_of(now, rules.zone)
    weeks = [present.before(back) for back in range(LOOK_BACK, 0, -1)]
    return [
        week
        for week in weeks
        if await weekly.begun(session, before=week.span(rules.zone)[1])
        and not await made(session, week, released=released)
    ]


async def made(session: AsyncSession, week: Week, *, released: bool) -> bool:
    """Whether the duty has done its part: sent the summary, or drawn it for a person to release."""
    if released and await summaries.drawn(session, week.name):
        return True
    return await weekly.announced(session, f"summary-{week.name}")


def slot(week: Week, rules: InForce) -> datetime:
    """When a week's summary is sent: half past eight on the first workday after it."""
    return datetime.combine(
        first_workday(rules.calendar, week.ends + timedelta(days=1)), AT, tzinfo=rules.zone
    )


def first_workday(calendar: Calendar, day: date) -> date:
    """That day, or the first workday after it."""
    days = (day + timedelta(days=ahead) for ahead in range(HORIZON))
    return next((one for one in days if calendar.windows_on(one)), day)
