"""未诉先办: one day's look at the counts; what stands out is proposed with its evidence and never confirmed by itself."""

from datetime import date, datetime, time, timedelta

from engine.actions.commons import note
from engine.actions.propose_common import lead_of
from engine.actions.work import Work
from engine.model.burst import Alarm, Burst, Counts, Scope, Window
from engine.model.common import CommonProblem, WatchedDay
from engine.model.words import CommonState, Verb
from engine.rules.bursts import GAP, WEEKS, WINDOWS, Sorted, alarms, serious, sort_out
from engine.rules.places import place_of
from engine.rules.seasons import DAY, YEAR, Season, days
from engine.store import bursts, commons

PAST = DAY * (7 * WEEKS + GAP + max(WINDOWS))  # that a baseline and its longest window need
SHOWN = DAY * 55  # of the evidence's chart


async def watch_bursts(work: Work, day: date) -> WatchedDay | None:
    """Look at a day that has ended; None if it was looked at before."""
    watched = await bursts.begin(work.session, day, now=work.now)
    if watched is None:
        return None
    reach = Window(day - PAST, day)
    await bursts.read_places(work.session, *span(work, reach), reader=lambda words: place(work, words))
    counts = await bursts.counts(work.session, *span(work, reach), zone=work.rules.zone.key)
    season = await seasons(work, day)
    found = alarms(day, counts, season) if season else []
    seen = [one for alarm in found if serious(one := await burst(work, alarm))]
    told = sort_out(seen, await commons.known(work.session, since=day - PAST))
    for one in told.new:
        await propose(work, one, counts, season)
    await keep_track(work, told)
    watched.series, watched.alarms, watched.proposed = len(counts), len(found), len(told.new)
    return watched


def place(work: Work, words: str) -> str:
    """The place that an issue's words name."""
    return place_of(words, work.rules.directory.port.places)


def span(work: Work, window: Window) -> tuple[datetime, datetime]:
    """The instants at which a window begins and ends."""
    zone = work.rules.zone
    first, following = datetime.combine(window.first, time(), zone), window.last + DAY
    return first, datetime.combine(following, time(), zone)


async def seasons(work: Work, day: date) -> Season | None:
    """What the ledger of two years tells of days; None while it is empty."""
    reach = Window(day - PAST - YEAR - timedelta(weeks=2), day)
    total = await bursts.totals(work.session, *span(work, reach), zone=work.rules.zone.key)
    return Season.learnt(work.rules.calendar, total, min(total), day) if total else None


async def burst(work: Work, alarm: Alarm) -> Burst:
    """The alarm with its issues."""
    told = await bursts.within(work.session, *span(work, alarm.window), scope=alarm.scope)
    behind = {one.enterprise_key or str(one.id) for one in told}
    return Burst(alarm, tuple(one.id for one in told), len(behind))


async def propose(work: Work, one: Burst, counts: Counts, season: Season | None) -> None:
    """A common problem to be confirmed, with everything it takes to judge it."""
    scope, window = one.alarm.scope, one.alarm.window
    document, _, number = scope.measure.rpartition("/")
    measure = (document, int(number)) if scope.measure else (None, None)
    enterprise = await name_of(work, one) if scope.enterprise else ""
    problem = CommonProblem(
        state=CommonState.PROPOSED,
        title=title(work, scope, enterprise),
        document=measure[0],
        number=measure[1],
        place=scope.place,
        enterprise_key=scope.enterprise,
        enterprise=enterprise,
        lead=lead_of(work, *measure),
        evidence=evidence(one, counts, season) if season else {},
        seen=list(one.issues),
        seen_until=window.last,
        proposed_at=work.now,
    )
    await note(work, problem, Verb.PROPOSE_COMMON, {"title": problem.title, "lead": problem.lead})


def title(work: Work, scope: Scope, enterprise: str) -> str:
    """What it is called until a person finds a better name: enterprise, place and measure."""
    directory = work.rules.directory
    where = next((one.name for one in directory.port.places if one.key == scope.place), "")
    document, _, number = scope.measure.rpartition("/")
    measure = directory.find(document, int(number)) if scope.measure else None
    return " · ".join(filter(None, (enterprise, where, measure.title if measure else "")))


async def name_of(work: Work, one: Burst) -> str:
    """What the enterprise calls itself in the latest of its issues."""
    told = await bursts.within(work.session, *span(work, one.alarm.window), scope=one.alarm.scope)
    return told[-1].enterprise if told else ""


def evidence(one: Burst, counts: Counts, season: Season) -> dict[str, object]:
    """Window, observed, expected, how likely by chance, the issues, and eight weeks of days beside what was expected."""
    alarm = one.alarm
    daily, rate = counts[alarm.scope], alarm.expected / max(season.exposure(alarm.window), 0.1)
    shown = days(Window(alarm.window.last - SHOWN, alarm.window.last))
    return {
        "first": alarm.window.first.isoformat(),
        "last": alarm.window.last.isoformat(),
        "observed": alarm.observed,
        "expected": round(alarm.expected, 2),
        "chance": float(f"{alarm.chance:.2g}"),
        "enterprises": one.enterprises,
        "issues": list(one.issues),
        "days": [
            [day.isoformat(), daily.get(day, 0), round(rate * season.exposure(Window(day, day)), 2)]
            for day in shown
        ],
    }


async def keep_track(work: Work, told: Sorted) -> None:
    """A burst that goes on is kept with the problem that was proposed for it: as children to come, not as another."""
    for common_id, going_on in told.going_on.items():
        problem = await commons.locked(work.session, common_id)
        issues = {issue for one in going_on for issue in one.issues}
        problem.seen = sorted({*problem.seen, *issues})
        last = max(one.alarm.window.last for one in going_on)
        problem.seen_until = max(last, problem.seen_until or last)
        work.session.add(problem)
