"""Starting a clock: which matter it is, which policy fits, from when it counts and what it promises."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from engine.errors import EngineError
from engine.model.policy import Matter, Policy
from engine.model.promise import Book, Clock, Occurrence
from engine.model.words import ClockState, EventKind, Part, Target, Unit
from engine.rules import worktime
from engine.rules.clock_moves import run, to_run
from engine.rules.rulebook import Rulebook
from engine.rules.timeline import MINUTE, ticks

TOLD = (EventKind.REGISTERED, EventKind.DISPATCHED)  # their data carries the whole matter
HOUSE = (Target.DISPATCH, Target.ARBITRATE, Target.CALLBACK, Target.REVIEW)  # no agency's promises
ISSUE_WIDE = (Target.DISPATCH, Target.CALLBACK, Target.REVIEW)


class NoHistory(EngineError):
    """An event speaks of an assignment or issue whose clocks were never started."""

    code = "no_history"


def start(target: Target, what: Occurrence, clocks: Iterable[Clock], book: Rulebook) -> Clock:
    """The clock this occurrence starts."""
    known = tuple(clocks)
    base = None if what.kind in TOLD else basis(what, known)
    matter = of_house(matter_of(what, base)) if target in HOUSE else matter_of(what, base)
    versions = book_of(what, base)
    begins = what.at if what.kind is EventKind.REGISTERED else what.known_at
    zone = book.calendar_of(versions, None).tz
    policy = book.policy(versions, target, matter, begins.astimezone(zone).date())
    fresh = _blank(
        target, what, known, matter, versions, policy, book.calendar_key(versions, policy, matter), begins
    )
    return run(_promise(fresh, what, known, policy, book), book, known=what.known_at, catch_up=True)


def _blank(
    target: Target,
    what: Occurrence,
    known: tuple[Clock, ...],
    matter: Matter,
    versions: Book,
    policy: Policy,
    calendar: str,
    begins: datetime,
) -> Clock:
    """A clock with everything but its due time."""
    assignment = None if target in ISSUE_WIDE else what.assignment
    ordinal = 1 + sum(one.target is target and one.assignment == assignment for one in known)
    needed = what.data.get("needed_by")
    return Clock(
        target=target,
        assignment=assignment,
        ordinal=ordinal,
        matter=matter,
        unit=policy.promise.unit,
        amount=policy.promise.amount,
        policy=policy.key,
        calendar=calendar,
        book=versions,
        started_at=begins,
        since=begins,
        left=0,
        needed_by=datetime.fromisoformat(needed) if needed else None,
    )


def _promise(
    clock: Clock, what: Occurrence, known: tuple[Clock, ...], policy: Policy, book: Rulebook
) -> Clock:
    """The clock with what it has to run: its promise, a stated date, or the support's share of the lead's."""
    calendar = book.calendar_of(clock.book, clock.calendar)
    plain = worktime.add(calendar, clock.since, clock.amount, clock.unit)
    due = plain
    if clock.target is Target.REPLY and clock.part is Part.SUPPORT:
        due = support_due(clock, plain, lead_reply(known), policy, book)
    elif stated := stated_due(what):
        return until(clock, stated if clock.target is Target.REVIEW else min(plain, stated))
    return clock.model_copy(update={"left": to_run(clock, clock.since, due, book)})


def until(clock: Clock, stated: datetime) -> Clock:
    """A clock that ends at a stated instant, and so counts elapsed time, whatever its policy counts in."""
    left = ticks(stated) - ticks(clock.since)
    return clock.model_copy(update={"unit": Unit.ELAPSED, "amount": left // MINUTE, "left": left})


def support_due(
    clock: Clock, plain: datetime, lead: Clock | None, policy: Policy, book: Rulebook
) -> datetime:
    """Ahead of the lead's due by the policy's `ahead`, never later than it; when too little is left, its due itself."""
    calendar = book.calendar_of(clock.book, clock.calendar)
    end = lead.due_at if lead and lead.due_at else plain
    if end <= clock.since:  # the lead is late already: the support gets the floor
        least = policy.floor or policy.promise
        return worktime.add(calendar, clock.since, least.amount, least.unit)
    ahead = worktime.add(calendar, end, -policy.ahead.amount, policy.ahead.unit) if policy.ahead else end
    return ahead if ahead > clock.since else end


def stated_due(what: Occurrence) -> datetime | None:
    """The date an event itself names: until when a hold lasts, when a shelving is reviewed."""
    named: Mapping[str, Any] = what.data
    text = named.get("review_at") or named.get("until")
    return datetime.fromisoformat(text) if text else None


def matter_of(what: Occurrence, base: Clock | None) -> Matter:
    """The facts policies are chosen by: the event's own, or those of the clock it follows."""
    if base is not None:
        reason = {"reason": what.data["reason"]} if what.kind is EventKind.HELD else {}
        return Matter.model_validate(base.matter.model_dump() | reason)
    known = {name: what.data[name] for name in Matter.model_fields if what.data.get(name) is not None}
    return Matter.model_validate(known)


def of_house(matter: Matter) -> Matter:
    """The matter without its agency: the promise is not that agency's, nor counted on its calendar."""
    return matter.model_copy(update={"agency": None, "agency_kind": None, "part": None})


def book_of(what: Occurrence, base: Clock | None) -> Book:
    """The versions an event carries under `book`; else those of the clock it follows."""
    carried = what.data.get("book")
    if carried:
        return Book.model_validate(carried)
    if base is None:
        raise NoHistory(
            f"event {what.seq} ({what.kind}) does not say by which versions of the rules it counts"
        )
    return base.book


def basis(what: Occurrence, known: tuple[Clock, ...]) -> Clock:
    """The clock whose matter a new one takes over: the assignment's reply clock, the lead's, or the dispatch clock."""
    own = [one for one in known if one.target is Target.REPLY and one.assignment == what.assignment]
    rows = own or [lead for lead in (lead_reply(known),) if lead]
    rows = rows or [one for one in known if one.target is Target.DISPATCH]
    if not rows:
        raise NoHistory(f"event {what.seq} ({what.kind}) comes before the issue was registered or dispatched")
    return max(rows, key=latest)


def lead_reply(known: Iterable[Clock]) -> Clock | None:
    """The reply clock of the lead now, or of the last one."""
    rows = [one for one in known if one.target is Target.REPLY and one.part is Part.LEAD]
    alive = [one for one in rows if one.state is not ClockState.CANCELLED]
    return max(alive or rows, key=latest, default=None)


def latest(clock: Clock) -> tuple[datetime, int, str, int]:
    """Orders clocks by when they began, whatever order they were read in."""
    name = clock.assignment or ""
    return clock.started_at, len(name), name, clock.ordinal
