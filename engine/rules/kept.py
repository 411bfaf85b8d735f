"""How promises were kept in a period. Each promise counts once: met in time when it was met, else broken when it fell due."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.model.figures import Kept, Promise
from engine.model.words import ClockState, Target
from engine.rules.counting import Lists
from engine.rules.intervals import median, p90

PROMISES = (  # a return window and a hold's limit are no promises
    Target.DISPATCH,
    Target.CLAIM,
    Target.FIRST_CONTACT,
    Target.REPLY,
    Target.ARBITRATE,
    Target.CALLBACK,
    Target.REVIEW,
)
OF_AGENCIES = (Target.CLAIM, Target.FIRST_CONTACT, Target.REPLY)
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to, not including, `end`."""

    start: datetime
    end: datetime

    def holds(self, instant: datetime | None) -> bool:
        """Whether the instant lies within."""
        return instant is not None and self.start <= instant < self.end


def kept_table(promises: Iterable[Promise], period: Period, lists: Lists) -> tuple[Kept, ...]:
    """A line for each target, and one for each agency under the targets that are agencies' own; empty ones are left out."""
    groups: dict[tuple[Target, str | None], list[Promise]] = defaultdict(list)
    for one in promises:
        target = Target(one.target)
        if target in PROMISES:
            groups[target, None].append(one)
        if target in OF_AGENCIES and one.agency:
            groups[target, one.agency].append(one)
    order = sorted(groups, key=lambda group: (PROMISES.index(group[0]), group[1] or ""))
    found = (kept(target, agency, groups[target, agency], period, lists) for target, agency in order)
    return tuple(line for line in found if line.met.n or line.breached.n or line.running.n)


def kept(
    target: Target, agency: str | None, promises: Sequence[Promise], period: Period, lists: Lists
) -> Kept:
    """One line: met in time, broken, still running, overdue among those; hours of the ones fulfilled."""
    prefix = f"kept/{target}/{agency or 'all'}"
    met = [one.issue for one in promises if in_time(one, period)]
    broken = [one.issue for one in promises for due in breaks(one, period.end) if counted(one, due, period)]
    running = [one for one in promises if one.state in (ClockState.RUNNING, ClockState.PAUSED)]
    hours = [spent(one) for one in promises if one.state == ClockState.MET and period.holds(one.met_at)]
    return Kept(
        target=target,
        agency=agency,
        met=lists.count(f"{prefix}/met", met),
        breached=lists.count(f"{prefix}/breached", broken),
        running=lists.count(f"{prefix}/running", [one.issue for one in running]),
        overdue=lists.count(f"{prefix}/overdue", [one.issue for one in running if overdue(one, period.end)]),
        on_time=lists.rate(f"{prefix}/on_time", met, met + broken, at=period.end),
        median_hours=tenths(median(hours)),
        p90_hours=tenths(p90(hours)),
    )


def in_time(one: Promise, period: Period) -> bool:
    """Fulfilled within the period and by its due time; what was broken in an earlier round is kept apart."""
    in_due = one.due_at is None or one.met_at is None or one.met_at <= one.due_at
    return one.state == ClockState.MET and period.holds(one.met_at) and in_due


def breaks(one: Promise, at: datetime) -> list[datetime]:
    """The due times that had passed unkept by then: those on record, and the one that still runs."""
    due, found = one.due_at, list(one.broken)
    called_off = one.met_at if one.state == ClockState.CANCELLED else None
    late = due is not None and (overdue(one, at) or (called_off is not None and due < called_off))
    if due is not None and due not in found and late:
        found.append(due)
    return found


def counted(one: Promise, due: datetime, period: Period) -> bool:
    """A breach counts when it fell due, or when the house learnt of the report if that was later."""
    return period.holds(max(due, one.known_at))


def overdue(one: Promise, at: datetime) -> bool:
    """Whether it runs past its due time."""
    return one.state == ClockState.RUNNING and one.due_at is not None and one.due_at < at


def spent(one: Promise) -> float:
    """Hours from start to fulfilment, round the clock."""
    return ((one.met_at or one.started_at) - one.started_at).total_seconds() / HOUR


def tenths(hours: float | None) -> float | None:
    """Hours to one decimal."""
    return None if hours is None else round(hours, 1)
