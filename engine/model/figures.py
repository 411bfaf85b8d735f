"""Figures as values: every number carries the key of its list, and a list is as long as its number."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from pydantic import AwareDatetime

from engine.model.calendar import Frozen


class Movement(NamedTuple):
    """One entry of the ledger, as balances read it."""

    issue: int
    movement: str
    outcome: str | None
    channel: str
    agency: str | None
    measure: str | None  # document/number
    from_agency: str | None
    from_measure: str | None
    recorded_at: datetime


class Standing(NamedTuple):
    """An issue that stands on the ledger at an instant, and where."""

    issue: int
    channel: str
    agency: str | None
    measure: str | None


class Quiet(NamedTuple):
    """A measure under which nothing is open, since its last entry, and the issues that stood under it."""

    measure: str
    since: datetime
    issues: tuple[int, ...]


class CommonStand(NamedTuple):
    """A common problem as it stood at an instant, with its children and those adopted in the week."""

    id: int
    title: str
    measure: str | None
    place: str
    lead: str | None
    state: str
    issues: tuple[int, ...]
    fresh: tuple[int, ...]


class Told(NamedTuple):
    """One event, as figures read it; `part` and `agency` are those of the assignment it is about."""

    kind: str
    at: datetime
    recorded_at: datetime
    assignment: int | None
    part: str | None
    agency: str | None
    data: Mapping[str, object]


class Promise(NamedTuple):
    """A clock as it stood at an instant: when it was due, when it was kept, when it was broken."""

    issue: int
    target: str
    agency: str | None
    part: str | None
    state: str
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    known_at: datetime  # when the house learnt of it: later than its start for a report entered late
    broken: tuple[datetime, ...]  # the due times that passed unkept, one for each round


class Story(NamedTuple):
    """An issue with everything known of it at an instant."""

    issue: int
    reference: str
    channel: str
    at: datetime
    recorded_at: datetime
    needed_by: datetime | None
    events: tuple[Told, ...]
    promises: tuple[Promise, ...]


class Count(Frozen):
    """A number, and the list it opens."""

    n: int
    key: str


class Balance(Frozen):
    """opening + new + reopened + moved in − moved out − off = closing."""

    opening: Count
    new: Count
    reopened: Count
    moved_in: Count
    moved_out: Count
    off: Count
    outcomes: dict[str, Count]
    closing: Count


class Rate(Frozen):
    """A share with everything it takes to dispute it; `low` and `high` bound it with 95 % confidence (Wilson)."""

    numerator: Count
    denominator: Count
    excluded: dict[str, Count]
    value: float | None
    low: float | None
    high: float | None
    sampled_at: AwareDatetime


class Kept(Frozen):
    """How one target's promises were kept: in all, or by one agency. Hours are from start to fulfilment, round the clock."""

    target: str
    agency: str | None
    met: Count
    breached: Count
    running: Count
    overdue: Count
    on_time: Rate
    median_hours: float | None
    p90_hours: float | None


class Trend(Frozen):
    """One week's balance in plain numbers."""

    week: str
    opening: int
    new: int
    reopened: int
    off: int
    closing: int


class Change(Frozen):
    """A figure beside the week before; `percent` is None where that was zero."""

    before: int
    change: int
    percent: float | None


class Mix(Frozen):
    """A part of the week's new issues; `share` is of all new ones."""

    key: str
    new: Count
    share: float | None


class AgencyLine(Frozen):
    """One agency's week."""

    agency: str
    balance: Balance
    cleared: Rate
    on_time: Rate
    satisfied: Rate
    overdue: Count
    supervised: Count
    returned: Count
    redone: Count


class MeasureLine(Frozen):
    """One measure's week; friction is what went wrong under it: returns, redos, breaches and unresolved answers."""

    measure: str
    new: Count
    open: Count
    returned: Count
    redone: Count
    breached: Count
    unresolved: Count
    friction: int


class Zeroed(Frozen):
    """A measure cleared as a class: nothing open and nothing new under it for so many days since."""

    measure: str
    since: AwareDatetime
    issues: Count


class CommonLine(Frozen):
    """A common problem in the week: its children, those still open, and those it was given in the week."""

    id: int
    title: str
    measure: str | None
    place: str
    lead: str | None
    state: str
    issues: Count
    open: Count
    new: Count


class Burning(Frozen):
    """A promise that is overdue, or will be soon."""

    issue: int
    reference: str
    target: str
    agency: str | None
    due_at: AwareDatetime


class Figures(Frozen):
    """Everything a weekly summary says in numbers. Nothing in it depends on when it was drawn."""

    week: str
    starts: date
    ends: date
    as_of: AwareDatetime
    balance: Balance
    changes: dict[str, Change]
    trend: tuple[Trend, ...]
    rates: dict[str, Rate]
    kept: tuple[Kept, ...]
    agencies: tuple[AgencyLine, ...]
    measures: tuple[MeasureLine, ...]
    channels: tuple[Mix, ...]
    kinds: tuple[Mix, ...]
    attention: dict[str, Count]
    overdue: tuple[Burning, ...]
    soon: tuple[Burning, ...]
    zeroed: tuple[Zeroed, ...] = ()
    commons: tuple[CommonLine, ...] = ()
    late: dict[str, Count]
    unreconciled: Count
