"""Checks of calendar and catalogue: next year's notice, documents about to expire, agencies nobody works for."""

from datetime import date, datetime, time, timedelta

from engine.actions.in_force import InForce
from engine.model.words import Audience
from engine.rules.weeks import midnight
from engine.store import invariants
from flows.done import Done
from flows.duties import daily
from flows.runtime import Runtime

NAME = "check-rules"
AT = time(7, 0)
FROM = (12, 1)  # month and day from which next year's notice is missed
SOON = timedelta(days=60)


async def due_next(use: Runtime) -> datetime | None:
    """Every morning."""
    return await daily.due_next(use, NAME, AT)


async def run(use: Runtime) -> Done:
    """Look, and tell the administrators; the same findings are told once a month."""
    done, late, rules, today = Done(), await daily.late(use, NAME, AT), await use.rules(), daily.day(use)
    await calendar(use, rules, today, done)
    await catalogue(use, rules, today, done)
    await daily.tell(use, NAME, done, to=Audience.ADMINS, period=f"{today:%Y-%m}", page="/catalog")
    await daily.finish(use, NAME)
    done.note("checks", late=late)
    return done


async def calendar(use: Runtime, rules: InForce, today: date, done: Done) -> None:
    """Whether next year's holidays are known, and whether deadlines still rest on a guess."""
    year, published = today.year + 1, rules.calendar.published
    async with use.database.transaction() as session:
        count = await invariants.provisional_from(session, midnight(date(year, 1, 1), rules.zone))
    known = published is None or year in published
    if not known and (today.month, today.day) >= FROM:
        done.find("calendar_missing", year=year, n=count)
    elif known and count:
        done.find("provisional_left", year=year, n=count)


async def catalogue(use: Runtime, rules: InForce, today: date, done: Done) -> None:
    """Whether documents end soon, and whether everybody the directory sends work to can be reached."""
    for one in rules.directory.documents:
        if one.valid_to is not None and today <= one.valid_to <= today + SOON:
            done.find("document_expiring", title=one.title, on=one.valid_to.isoformat())
    leads = sorted({one.agency for measure in rules.directory.measures for one in measure.lead})
    async with use.database.transaction() as session:
        found = await invariants.unserved(session, today=today, leads=leads)
    for agency in found:
        done.find("agency_without_address" if agency.served else "agency_without_people", agency=agency.name)
