"""督办阶梯: the instants at which a clock's steps fall, planned when it starts or changes."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction

from engine.model.calendar import Calendar
from engine.model.policy import Amount, Ladder, QuietHours, Rung, When
from engine.model.promise import Clock, PlannedStep
from engine.model.words import Step, Unit
from engine.rules import worktime


def plan(
    clock: Clock, ladder: Ladder, calendar: Calendar, *, known: datetime, catch_up: bool
) -> tuple[PlannedStep, ...]:
    """The steps still ahead of a clock at `known`, in order of their instants; a clock that stands still has none.

    Steps already past are dropped: they fired under the earlier due time. Where they cannot have fired (`catch_up`:
    a late entry, a new notice of holidays) the highest of them falls at once. A lapse is never dropped.
    """
    if clock.due_at is None:
        return ()
    steps = sorted(_all(clock, clock.due_at, ladder, calendar), key=lambda step: step.at)
    past = [step for step in steps if step.at < known]
    kept = [step for step in past if step.step is Step.LAPSE or (catch_up and step is past[-1])]
    ahead = [step for step in steps if step.at >= known]
    return tuple(
        _tell(step, ladder, clock, calendar) for step in [*(_at(step, known) for step in kept), *ahead]
    )


def _at(step: PlannedStep, instant: datetime) -> PlannedStep:
    return step.model_copy(update={"at": instant})


def _all(clock: Clock, due: datetime, ladder: Ladder, calendar: Calendar) -> Iterator[PlannedStep]:
    """Every rung the clock climbs; `ordinal` tells repeated steps apart by their place in the ladder."""
    seen: Counter[Step] = Counter()
    for rung in ladder.rungs:
        if not rung.fits(clock.target, clock.matter):
            continue
        ordinal = seen[rung.step]
        seen[rung.step] += 1
        instant = falls(rung.when, clock, due, calendar)
        if instant is not None:
            yield _step(rung, ordinal, instant, due)


def _step(rung: Rung, ordinal: int, instant: datetime, due: datetime) -> PlannedStep:
    return PlannedStep(
        step=rung.step,
        ordinal=ordinal,
        at=instant,
        tell_at=instant,
        due_at=due,
        audiences=rung.audiences,
        voice=rung.voice,
        heat=rung.heat,
        by_verb=rung.by_verb,
    )


def falls(when: When, clock: Clock, due: datetime, calendar: Calendar) -> datetime | None:
    """The instant of a step; None when it would lie before the present run, or the enterprise named no time."""
    if when.after is not None:
        return shifted(calendar, due, when.after, 1)
    if when.before_needed is not None:
        return _before_needed(when.before_needed, clock, due, calendar)
    early = [] if when.before is None else [shifted(calendar, due, when.before, -1)]
    if when.share is not None:
        early.append(part_way(clock, due, calendar, when.share))
    latest = max(early)
    return latest if latest > clock.since else None


def _before_needed(amount: Amount, clock: Clock, due: datetime, calendar: Calendar) -> datetime | None:
    if clock.needed_by is None:
        return None
    instant = shifted(calendar, clock.needed_by, amount, -1)
    return instant if clock.since < instant < due else None


def part_way(clock: Clock, due: datetime, calendar: Calendar, share: Fraction) -> datetime:
    """That share of the present run: of working time, where the promise is counted in workdays."""
    unit = Unit.ELAPSED if clock.unit is Unit.ELAPSED else Unit.WORKTIME
    whole = worktime.left(calendar, clock.since, due, unit)
    if whole <= 0:
        return due
    return worktime.due(calendar, clock.since, int(whole * share), unit)


def shifted(calendar: Calendar, instant: datetime, amount: Amount, sign: int) -> datetime:
    """An instant moved by an amount, forward or back."""
    return worktime.add(calendar, instant, sign * amount.amount, amount.unit)


def _tell(step: PlannedStep, ladder: Ladder, clock: Clock, calendar: Calendar) -> PlannedStep:
    quiet = ladder.quiet
    disturbs = quiet is not None and clock.matter.urgency not in quiet.excepted
    tell_at = after_quiet(quiet, calendar, step.at) if quiet and disturbs else step.at
    return step if tell_at == step.tell_at else step.model_copy(update={"tell_at": tell_at})


def after_quiet(quiet: QuietHours, calendar: Calendar, instant: datetime) -> datetime:
    """The instant itself, or the end of the quiet hours it falls into."""
    wall = worktime.local(calendar, instant)
    minute = wall.hour * 60 + wall.minute
    overnight = quiet.begins > quiet.ends
    inside = (
        (minute >= quiet.begins or minute < quiet.ends) if overnight else quiet.begins <= minute < quiet.ends
    )
    if not inside:
        return instant
    day = wall.date() + timedelta(days=1 if overnight and minute >= quiet.begins else 0)
    ends = datetime(day.year, day.month, day.day, tzinfo=calendar.tz) + timedelta(minutes=quiet.ends)
    return worktime.local(calendar, ends).astimezone(instant.tzinfo)
