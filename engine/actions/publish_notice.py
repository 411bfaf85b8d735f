"""公布节假日通知: the next version of the calendars, and every deadline it moves, before and after it takes effect."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import InForce
from engine.actions.publish_catalog import content
from engine.actions.reckon import Moved, reckon
from engine.actions.work import Work
from engine.catalog.notices import Change, HolidayNotice, difference, with_notice
from engine.model.actor import Actor
from engine.model.calendar import Almanac
from engine.store import histories, publications


@dataclass(frozen=True, slots=True)
class Proposed:
    """The calendars after a notice, and the dates on which the default one changes."""

    almanac: Almanac
    changes: Sequence[Change]


def proposed(rules: InForce, notice: HolidayNotice) -> Proposed:
    """The notice applied to every calendar that follows notices."""
    now = rules.book.almanacs[rules.book.current.calendar]
    version = now.version + 1
    after = tuple(
        one if one.published is None else with_notice(one, notice, version=version) for one in now.calendars
    )
    almanac = Almanac(version=version, default=now.default, calendars=after, agencies=now.agencies)
    return Proposed(almanac, difference(now.of(None), almanac.of(None)))


def under(rules: InForce, almanac: Almanac) -> InForce:
    """The rules as they would be with those calendars in force."""
    book = rules.book
    current = book.current.model_copy(update={"calendar": almanac.version})
    return replace(
        rules, book=replace(book, almanacs={**book.almanacs, almanac.version: almanac}, current=current)
    )


async def touched(session: AsyncSession, changes: Sequence[Change], rules: InForce) -> Sequence[int]:
    """Issues that may have a deadline to move."""
    first = min((one.on for one in changes), default=None)
    if first is None:
        return await histories.touched(session, first=datetime.max.replace(tzinfo=UTC))
    return await histories.touched(
        session, first=datetime(first.year, first.month, first.day, tzinfo=rules.zone)
    )


async def preview(
    session: AsyncSession, found: Proposed, rules: InForce, *, by: Actor, now: datetime
) -> list[Moved]:
    """Every deadline the notice would move; nothing is written."""
    work = Work(session=session, by=by, now=now, rules=under(rules, found.almanac))
    issues = await touched(session, found.changes, rules)
    return [moved for issue in issues for moved in await reckon(work, issue, dry=True)]


async def publish_notice(
    session: AsyncSession, found: Proposed, *, by: Actor, now: datetime, note: str
) -> int:
    """Put the calendars in force; gives their version. The deadlines follow, issue by issue (`reckon`)."""
    made = await publications.add(session, "calendar", content(found.almanac), by=by.name, now=now, note=note)
    return made.version
