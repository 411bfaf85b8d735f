"""周报: drawing a week's figures once, and drawing them anew to see that they still say the same."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import InForce
from engine.errors import EngineError
from engine.model.figures import Figures, Story
from engine.model.ledger import Summary
from engine.model.words import Unit
from engine.rules import worktime
from engine.rules.clocks import replay
from engine.rules.figures import figures
from engine.rules.ground import Ground
from engine.rules.kept import Period
from engine.rules.rulebook import Rulebook
from engine.rules.weeks import Week, week_named
from engine.store import commons, ledger, summaries, weekly

TREND = 4  # weeks before the one reported
SOON = 2  # workdays
TICK = timedelta(microseconds=1)
QUIET = timedelta(days=30)  # nothing open and nothing new for so long: the measure is zeroed
Drawn = tuple[Figures, dict[str, list[int]]]


class WeekNotOver(EngineError):
    """A summary speaks of a whole week."""

    code = "week_not_over"


async def draw_summary(session: AsyncSession, *, week: str, now: datetime, rules: InForce) -> Summary:
    """The summary of an ISO week (`2026-W46`): drawn and stored the first time, the stored one ever after."""
    wanted = week_named(week)
    if stored := await summaries.of_week(session, wanted.name):
        return stored
    _, end = wanted.span(rules.zone)
    if now < end:
        raise WeekNotOver(
            f"{wanted.name} ends on {wanted.ends}; draw its summary after that", week=wanted.name
        )
    made, lists = await draw(session, wanted, until=end, rules=rules)
    values = {"week": wanted.name, "starts": wanted.starts, "ends": wanted.ends, "drawn_at": now}
    bodies = {"figures": made.model_dump_json(), "lists": orjson.dumps(lists).decode()}
    await summaries.keep(session, values | bodies)
    return await stored_summary(session, wanted.name)


async def stored_summary(session: AsyncSession, week: str) -> Summary:
    """The summary of a week that was drawn."""
    return await summaries.required(session, week_named(week).name)


async def preview(session: AsyncSession, *, week: str, now: datetime, rules: InForce) -> Drawn:
    """The figures of a week as far as it has come; nothing is stored."""
    wanted = week_named(week)
    start, end = wanted.span(rules.zone)
    if now <= start:
        raise WeekNotOver(f"{wanted.name} has not begun", week=wanted.name)
    return await draw(session, wanted, until=min(now, end), rules=rules)


async def redrawn(session: AsyncSession, *, week: str, rules: InForce) -> list[str]:
    """The figures that come out differently when the week is drawn anew; none, if all is well."""
    stored, wanted = await stored_summary(session, week), week_named(week)
    made, lists = await draw(session, wanted, until=wanted.span(rules.zone)[1], rules=rules)
    fresh = {"figures": made.model_dump(mode="json"), "lists": lists}
    kept = {"figures": stored.figures, "lists": stored.lists}
    return [
        f"{part}.{name}"
        for part in fresh
        for name in sorted({*fresh[part], *kept[part]})
        if fresh[part].get(name) != kept[part].get(name)
    ]


async def draw(session: AsyncSession, week: Week, *, until: datetime, rules: InForce) -> Drawn:
    """The figures and lists of a week, from nothing recorded at `until` or later."""
    found = await ground(session, week, until=until, rules=rules)
    return await asyncio.to_thread(figures, found)  # a fifth of a second in which others are served


async def ground(session: AsyncSession, week: Week, *, until: datetime, rules: InForce) -> Ground:
    """Read what the figures are made from."""
    start, _ = week.span(rules.zone)
    earlier = [week.before(back) for back in range(TREND, 0, -1)]
    spans = [one.span(rules.zone) for one in earlier]
    before = [(one, await ledger.movements(session, *span)) for one, span in zip(earlier, spans, strict=True)]
    last = week.before().name
    found = Ground(
        week=week,
        period=Period(start, until),
        soon=soon_after(until, rules),
        earlier=before,
        opening=await ledger.standing(session, spans[0][0]),
        movements=await ledger.movements(session, start, until),
        stories=(),
        commons=await commons.standing(session, start=start, end=until),
        quiet=await ledger.quiet(session, first=start - QUIET, last=until - QUIET, until=until),
        closing_before=await summaries.listed(session, last, "ledger/closing")
        if await summaries.drawn(session, last)
        else None,
    )
    later = await weekly.looked_at(session, start=start, end=until)
    ids = sorted({one.issue for one in found.opens} | {move.issue for move in found.movements} | {*later})
    return replace(found, stories=await stories(session, ids, at=until, book=rules.book))


def soon_after(until: datetime, rules: InForce) -> datetime:
    """The end of the second workday that follows; an instant that is midnight belongs to the day before."""
    return worktime.add(rules.calendar, until - TICK, SOON, Unit.WORKDAYS) + TICK


async def stories(session: AsyncSession, ids: list[int], *, at: datetime, book: Rulebook) -> list[Story]:
    """The issues with their events and clocks as of an instant; clocks that moved since are replayed."""
    told = await weekly.stories(session, ids, at=at)
    known = await weekly.promises(session, ids, at=at)
    since = await weekly.touched(session, ids, at=at)
    recorded = {story.issue: story.recorded_at for story in told}
    for issue, history in (await weekly.histories(session, since, at=at)).items():
        clocks = replay(history, book).values()
        known[issue] = tuple(weekly.promise(issue, one, recorded_at=recorded[issue]) for one in clocks)
    return [story._replace(promises=known.get(story.issue, ())) for story in told]
