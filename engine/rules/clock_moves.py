"""What may happen to one clock, as pure functions from a clock to the next; steps are planned again each time."""

from datetime import datetime

from engine.model.calendar import Calendar
from engine.model.policy import Amount
from engine.model.promise import Breach, Clock
from engine.model.words import ClockState, Unit
from engine.rules import worktime
from engine.rules.ladder import plan
from engine.rules.rulebook import Rulebook
from engine.rules.timeline import MINUTE


def meet(clock: Clock, at: datetime) -> Clock:
    """The promise is kept at that instant; late, it is recorded as a breach of its round."""
    return settled(late(clock, at), ClockState.MET, at)


def close(clock: Clock, at: datetime) -> Clock:
    """A window or a limit ends: used, or lapsed. Neither is a breach."""
    return settled(clock, ClockState.MET, at)


def cancel(clock: Clock, at: datetime) -> Clock:
    """The promise is called off."""
    return settled(clock, ClockState.CANCELLED, at)


def settled(clock: Clock, state: ClockState, at: datetime) -> Clock:
    """An open clock stops for good, as far as one can know; `due_at` stays to be read."""
    return clock.model_copy(update={"state": state, "met_at": at, "paused_at": None, "steps": ()})


def late(clock: Clock, at: datetime) -> Clock:
    """The clock with the breach it has made by that instant; one round is broken once."""
    broken = any(one.round == clock.round for one in clock.breaches)
    if clock.due_at is None or at <= clock.due_at or broken:
        return clock
    breach = Breach(round=clock.round, due_at=clock.due_at, found_at=at)
    return clock.model_copy(update={"breaches": (*clock.breaches, breach)})


def pause(clock: Clock, at: datetime, book: Rulebook) -> Clock:
    """The clock stands still with what is left, less than nothing if it was late already."""
    found = late(clock, at)
    update = {"state": ClockState.PAUSED, "paused_at": at, "left": remaining(found, at, book), "since": at}
    still = {"due_at": None, "steps": (), "provisional": False}
    return found.model_copy(update=update | still)


def resume(clock: Clock, at: datetime, book: Rulebook) -> Clock:
    """The clock goes on with what was left."""
    return run(clock.model_copy(update={"since": at, "paused_at": None}), book, known=at)


def go_on(clock: Clock, at: datetime, book: Rulebook) -> Clock:
    """After a reply that did not do: the old clock with what was left of it, at least the floor, in a new round."""
    left = max(clock.left, floor(clock, at, book))
    update = {"left": left, "since": at, "met_at": None, "round": clock.round + 1}
    return run(clock.model_copy(update=update), book, known=at)


def answered(clock: Clock, at: datetime, book: Rulebook) -> Clock:
    """A reply meets the clock and keeps what was left, should the issue be redone or reopened."""
    if clock.due_at is None:
        return meet(clock, at)
    return meet(clock, at).model_copy(
        update={"left": remaining(clock, at, book), "since": at, "fresh": False}
    )


def extend(clock: Clock, workdays: int, book: Rulebook) -> Clock:
    """More workdays; a clock that stands still gets them when it goes on."""
    calendar = book.calendar_of(clock.book, clock.calendar)
    if clock.unit is Unit.WORKDAYS:
        more = workdays
    else:
        base = clock.due_at or clock.since
        more = worktime.left(
            calendar, base, worktime.add(calendar, base, workdays, Unit.WORKDAYS), clock.unit
        )
    return clock.model_copy(update={"left": clock.left + more, "extended": clock.extended + workdays})


def lengthen(clock: Clock, policy: str, promise: Amount) -> Clock:
    """The promise of another policy: never shorter, and never days where hours were promised."""
    if promise.unit is not clock.unit or promise.amount <= clock.amount:
        return clock
    more = (promise.amount - clock.amount) * (1 if clock.unit is Unit.WORKDAYS else MINUTE)
    return clock.model_copy(update={"policy": policy, "amount": promise.amount, "left": clock.left + more})


def reckon(clock: Clock, version: int, book: Rulebook, *, known: datetime) -> Clock:
    """The same promise by another version of the calendar; what was counted before the present run stays counted."""
    moved = clock.model_copy(update={"book": clock.book.model_copy(update={"calendar": version})})
    if clock.state is not ClockState.RUNNING or clock.unit is Unit.ELAPSED:
        return moved
    return run(moved, book, known=known, catch_up=True)


def run(clock: Clock, book: Rulebook, *, known: datetime, catch_up: bool = False) -> Clock:
    """A running clock from `since` and `left`: its due time, whether that is provisional, and its steps."""
    calendar = book.calendar_of(clock.book, clock.calendar)
    due = worktime.due(calendar, counted_from(clock, clock.since, calendar), clock.left, clock.unit)
    provisional = worktime.touches_provisional(calendar, clock.since, due, clock.unit)
    update = {"state": ClockState.RUNNING, "due_at": due, "provisional": provisional}
    running = clock.model_copy(update=update)
    steps = plan(running, book.ladder(clock.book), calendar, known=known, catch_up=catch_up)
    return running.model_copy(update={"steps": steps})


def remaining(clock: Clock, at: datetime, book: Rulebook) -> int:
    """What is left of a running clock at that instant, in the exact counts of its unit."""
    if clock.due_at is None:
        return clock.left
    return to_run(clock, at, clock.due_at, book)


def floor(clock: Clock, at: datetime, book: Rulebook) -> int:
    """The least that a redo leaves, by the clock's policy."""
    policy = book.named(clock.book, clock.policy)
    if policy is None or policy.floor is None:
        return 0
    calendar = book.calendar_of(clock.book, clock.calendar)
    return to_run(clock, at, worktime.add(calendar, at, policy.floor.amount, policy.floor.unit), book)


def to_run(clock: Clock, at: datetime, end: datetime, book: Rulebook) -> int:
    """What the clock counts between two instants."""
    calendar = book.calendar_of(clock.book, clock.calendar)
    return worktime.left(calendar, counted_from(clock, at, calendar), end, clock.unit)


def counted_from(clock: Clock, at: datetime, calendar: Calendar) -> datetime:
    """The instant itself, but no earlier than the day after the start where days are counted: that day never is."""
    if clock.unit is not Unit.WORKDAYS:
        return at
    return max(at, worktime.next_day(calendar, clock.started_at))
