"""未诉先办: bursts and repeats that stand out from a scope's own past, after Farrington and Noufaily (decision 0020).

Each scope's baseline is twelve weeks, with a gap before the window so that a slow ramp does not raise its own measure;
weeks of past bursts weigh less; the count is held against a negative binomial that knows how little the past tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.model.burst import Alarm, Burst, Counts, Daily, Known, Scope, Window
from engine.rules.seasons import Season
from engine.rules.tails import tail

DAY = timedelta(days=1)
WINDOWS = {3: 2.0, 7: 2.0, 28: 1.5}  # days, and how many times the expected there must be at least
LONGEST = max(WINDOWS)
FLOOR = 5  # issues; fewer are nobody's common problem
ENTERPRISES = 3  # behind a burst that is not one enterprise's own
GAP = 7  # days between baseline and window
WEEKS = 12  # of the baseline
YOUNGEST = 28  # days of past without which nothing is said
OUTLIER = 2.58  # standardised residual above which a week of the past counts as a burst (Noufaily)
PRIOR = 0.5  # issue: a scope never heard of before is rare, not impossible
RECURRENCE = 365  # days: what chance alone would show less than once in so many is an alarm
FAMILIES = 4  # of scopes: measure, place, both, enterprise
HALF = 0.5
NEARLY = 0.8


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a scope's past lets expect for a workday's worth of time."""

    counts: float
    exposure: float
    spread: float  # variance over mean, at least 1

    def expects(self, exposure: float) -> tuple[float, float]:
        """Mean and variance for so much time; the variance knows how little the past tells."""
        mean = self.counts / self.exposure * exposure
        return mean, self.spread * (mean + mean * mean / self.counts)


def alarms(day: date, counts: Counts, season: Season) -> list[Alarm]:
    """What stands out on that day: of each scope the window that chance explains least, the clearest first."""
    families: dict[tuple[bool, ...], int] = {}
    for scope in counts:
        families[family(scope)] = families.get(family(scope), 0) + 1
    found = []
    for scope, daily in counts.items():
        limit = 1 / (RECURRENCE * FAMILIES * len(WINDOWS) * families[family(scope)])
        found += [one for one in looked_at(day, scope, daily, season) if one.chance < limit][:1]
    return sorted(found, key=lambda one: (one.chance, one.scope))


def family(scope: Scope) -> tuple[bool, ...]:
    """By what the scope counts."""
    return tuple(map(bool, scope))


def looked_at(day: date, scope: Scope, daily: Daily, season: Season) -> list[Alarm]:
    """Each window that has enough issues, the least likely first."""
    if total(daily, Window(day - DAY * (LONGEST - 1), day)) < FLOOR:
        return []
    found = []
    for length, times in WINDOWS.items():
        window = Window(day - DAY * (length - 1), day)
        observed = total(daily, window)
        if observed >= FLOOR and (one := held_against(window, scope, daily, season, observed)):
            found += [one] if observed >= times * one.expected else []
    return sorted(found, key=lambda one: one.chance)


def held_against(window: Window, scope: Scope, daily: Daily, season: Season, observed: int) -> Alarm | None:
    """The window beside its baseline; None while the ledger is too young."""
    base = before(window, season)
    if base is None:
        return None
    mean, variance = baseline(daily, base, season).expects(
        season.exposure(window) * season.rise(window, base)
    )
    return Alarm(scope, window, observed, mean, tail(observed, mean, variance))


def before(window: Window, season: Season) -> Window | None:
    """The weeks that a window is held against."""
    last = window.first - DAY * (GAP + 1)
    first = max(last - DAY * (7 * WEEKS - 1), season.since)
    return Window(first, last) if (last - first).days + 1 >= YOUNGEST else None


def baseline(daily: Daily, base: Window, season: Season) -> Baseline:
    """Week by week, those that were bursts themselves weighing less."""
    weeks = [(total(daily, one), season.exposure(one)) for one in in_weeks(base)]
    rate = sum(count for count, _ in weeks) / max(sum(time for _, time in weeks), 1.0)
    weighed = [(weight(count, rate * time), count, time) for count, time in weeks]
    counts = sum(weight * count for weight, count, _ in weighed) + PRIOR
    exposure = max(sum(weight * time for weight, _, time in weighed), 1.0)
    return Baseline(counts, exposure, spread(weighed, counts / exposure))


def in_weeks(base: Window) -> list[Window]:
    """A window cut into weeks from its end; a remainder at the beginning is left out."""
    whole = ((base.last - base.first).days + 1) // 7
    return [
        Window(base.last - DAY * (7 * back + 6), base.last - DAY * (7 * back))
        for back in reversed(range(whole))
    ]


def weight(count: int, mean: float) -> float:
    """1, or less for a week whose Anscombe residual says that it was a burst."""
    if mean <= 0:
        return 1.0
    residual = 1.5 * (count ** (2 / 3) - mean ** (2 / 3)) / mean ** (1 / 6)
    return 1.0 if residual <= OUTLIER else (OUTLIER / residual) ** 2


def spread(weeks: Sequence[tuple[float, int, float]], rate: float) -> float:
    """Pearson's dispersion: how much more the weeks differ than chance lets them."""
    off = sum(weight * (count - rate * time) ** 2 / (rate * time) for weight, count, time in weeks if time)
    return max(off / max(len(weeks) - 1, 1), 1.0)


def total(daily: Daily, window: Window) -> int:
    """The issues of a window."""
    return sum(daily.get(window.first + DAY * n, 0) for n in range((window.last - window.first).days + 1))


def serious(burst: Burst) -> bool:
    """Whether several enterprises are behind it, or it is one enterprise's own."""
    return bool(burst.alarm.scope.enterprise) or burst.enterprises >= ENTERPRISES


@dataclass(frozen=True, slots=True)
class Sorted:
    """Today's bursts: those never seen before, and those that go on under the id of their common problem."""

    new: tuple[Burst, ...]
    going_on: Mapping[int, tuple[Burst, ...]]


def sort_out(bursts: Iterable[Burst], known: Iterable[Known]) -> Sorted:
    """The same burst is proposed once: not again on later days, nor under another scope that shows it too."""
    new: list[Burst] = []
    going_on: dict[int, tuple[Burst, ...]] = {}
    proposed = list(known)
    found = list(bursts)
    for burst in found:
        same = next((one for one in proposed if is_of(burst, one)), None)
        if same is None:
            new.append(sharpest(burst, found))
            proposed.append(as_known(burst, -len(new)))
        elif same.id > 0:
            going_on[same.id] = (*going_on.get(same.id, ()), burst)
    return Sorted(tuple(new), going_on)


def sharpest(burst: Burst, found: Sequence[Burst]) -> Burst:
    """The narrowest scope that still shows nearly all of the burst: it names the cause best."""
    narrower = [
        one
        for one in found
        if one.alarm.scope.within(burst.alarm.scope)
        and len(set(one.issues).intersection(burst.issues)) >= NEARLY * len(burst.issues)
    ]
    return max(narrower, key=lambda one: (sum(family(one.alarm.scope)), -one.alarm.chance), default=burst)


def is_of(burst: Burst, known: Known) -> bool:
    """Whether a burst is one that a common problem was proposed for: by its days, or by its issues."""
    if known.first and known.until and burst.alarm.scope.within(known.scope):
        return burst.alarm.window.meets(Window(known.first, known.until))
    return len(known.issues.intersection(burst.issues)) > HALF * len(burst.issues)


def as_known(burst: Burst, number: int) -> Known:
    """A burst proposed just now, for telling the next ones apart."""
    window = burst.alarm.window
    return Known(number, burst.alarm.scope, frozenset(burst.issues), window.first, window.last)
