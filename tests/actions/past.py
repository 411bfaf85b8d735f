"""A past for bursts to stand out from: cleared issues, the same every time, and bursts through the real verbs."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from engine.actions.assign import assign
from engine.model.issue import Issue, IssueText
from engine.model.words import Role
from engine.rules.seasons import kind_of
from tests.world import ZONE, World

DAY = timedelta(days=1)
MEASURES = (("2023-measures", 2), ("2023-measures", 5), ("2023-measures", 28), ("2021-new-trade", 10))
WEIGHTS = {"weekend": 0.15, "holiday": 0.1, "after": 1.4}


def ordinary(
    world: World, first: date, last: date, *, daily: float, seed: int = 5
) -> Iterator[tuple[date, int]]:
    """Which day has an issue of which measure (by its place in `MEASURES`)."""
    random = Random(seed)
    for ahead in range((last - first).days + 1):
        day = first + DAY * ahead
        weight = WEIGHTS.get(kind_of(world.rules.calendar, day), 1.0)
        for _ in range(poisson(random, daily * weight)):
            yield day, min(int(random.expovariate(0.8)), len(MEASURES) - 1)


def poisson(random: Random, mean: float) -> int:
    """How many come in a day."""
    count, left = 0, random.expovariate(1.0)
    while left < mean:
        count, left = count + 1, left + random.expovariate(1.0)
    return count


async def live_through(world: World, first: date, last: date, *, daily: float = 4.0) -> int:
    """Put the past into the database, cleared long ago; how many issues it has."""
    told = list(enumerate(ordinary(world, first, last, daily=daily), start=1))
    async with world.database.transaction() as session:
        made = [past(number, day, *MEASURES[which]) for number, (day, which) in told]
        session.add_all(made)
        await session.flush()
        session.add_all(IssueText(issue_id=one.id, title="往事", body="早已办结") for one in made)
    return len(made)


def past(number: int, day: date, document: str, measure: int) -> Issue:
    """One issue of the past."""
    at = datetime.combine(day, time(10), ZONE)
    return Issue(
        reference=f"PAST-{number}",
        status="cleared",
        open=False,
        kind="help",
        urgency="normal",
        channel="customs-12360",
        enterprise=f"往来企业{number % 150}",
        enterprise_key=f"往来企业{number % 150}",
        document=document,
        number=measure,
        at=at,
        recorded_at=at,
    )


async def tell(world: World, text: str, document: str, number: int, *, lead: str, count: int) -> list[Issue]:
    """So many enterprises tell of the same, one after another, and each is dispatched."""
    found = []
    for one in range(count):
        name = f"天津第{world.now.day}-{one}进出口有限公司"
        issue = await world.report(text, enterprise=name, mail=f"e{one}@enterprise.invalid")
        by = world.who(Role.ARBITRATOR)
        await world.do(assign, issue.id, lead=lead, document=document, number=number, by=by)
        found.append(await world.issue(issue.id))
        world.later(minutes=3)
    return found
