"""Deadlines as a pure function of the policy version, the calendar version and the issue's history (DESIGN D5).

The verbs call `advance` for the event they record, `replay` folds the same function over a whole history; there is
one arithmetic. The table of effects is in `clock_effects.py`.
"""

from collections.abc import Callable, Iterable, Mapping

from engine.model.promise import Book as Book
from engine.model.promise import Clock as Clock
from engine.model.promise import ClockKey as ClockKey
from engine.model.promise import Occurrence as Occurrence
from engine.model.promise import PlannedStep as PlannedStep
from engine.model.words import ClockState, EventKind, Part, Target
from engine.rules import clock_moves as moves
from engine.rules.clock_effects import Act, Effect, If, Whose, effects
from engine.rules.clock_starts import basis, lead_reply, start
from engine.rules.rulebook import Rulebook as Rulebook

Clocks = Mapping[ClockKey, Clock]


def advance(clocks: Clocks, what: Occurrence, book: Rulebook) -> tuple[Clock, ...]:
    """The clocks this occurrence starts or changes."""
    after = dict(clocks)
    for effect in effects(what.kind):
        for clock in _apply(effect, after, what, book):
            after[clock.key] = clock
    return tuple(clock for key, clock in after.items() if clocks.get(key) != clock)


def replay(history: Iterable[Occurrence], book: Rulebook) -> dict[ClockKey, Clock]:
    """Every clock of an issue, from its events alone, in the order of their numbers."""
    clocks: dict[ClockKey, Clock] = {}
    for what in sorted(history, key=lambda one: one.seq):
        clocks |= {clock.key: clock for clock in advance(clocks, what, book)}
    return clocks


def _apply(effect: Effect, clocks: Clocks, what: Occurrence, book: Rulebook) -> list[Clock]:
    if not _holds(effect.condition, clocks, what):
        return []
    if effect.act is Act.START and effect.target is not None:
        return [start(effect.target, what, clocks.values(), book)]
    return [MOVES[effect.act](clock, what, book) for clock in _chosen(effect, clocks, what)]


def _holds(condition: If, clocks: Clocks, what: Occurrence) -> bool:
    """Whether the effect takes place for this occurrence."""
    match condition:
        case If.LEAD:
            part = what.data.get("part") or basis(what, tuple(clocks.values())).part
            return part == Part.LEAD
        case If.RETURNABLE:
            return not what.data.get("binding")
        case If.DISSATISFIED:
            return what.data.get("resolved") is False
        case _:
            return True


def _chosen(effect: Effect, clocks: Clocks, what: Occurrence) -> list[Clock]:
    """The clocks an effect falls on: open ones, except that a reply clock goes on after it was met."""
    if effect.act is Act.GO_ON:
        return _replied(clocks, what)
    mine = [
        clock
        for clock in clocks.values()
        if effect.target in (None, clock.target) and _meant(effect, clock, what)
    ]
    if effect.act is Act.HARDEN:
        return [clock for clock in mine if clock.state is not ClockState.CANCELLED]
    wanted = {Act.PAUSE: ClockState.RUNNING, Act.RESUME: ClockState.PAUSED}.get(effect.act)
    return [clock for clock in mine if (clock.state is wanted if wanted else clock.open)]


def _meant(effect: Effect, clock: Clock, what: Occurrence) -> bool:
    """Whether the clock belongs to those the effect is for."""
    match effect.whose:
        case Whose.OWN:
            return clock.assignment == what.assignment
        case Whose.ISSUE:
            return clock.assignment is None
        case Whose.ALL:
            return True


def _replied(clocks: Clocks, what: Occurrence) -> list[Clock]:
    """The reply clock that a redo sets going again: the assignment's, or the lead's."""
    key = ClockKey(Target.REPLY, what.assignment, 1)
    clock = clocks.get(key) if what.assignment else lead_reply(clocks.values())
    return [clock] if clock and clock.state is ClockState.MET else []


def _meet(clock: Clock, what: Occurrence, book: Rulebook) -> Clock:
    if clock.target is Target.REPLY and what.kind is EventKind.REPLIED:
        return moves.answered(clock, what.at, book)
    return moves.meet(clock, what.at)


def _extend(clock: Clock, what: Occurrence, book: Rulebook) -> Clock:
    return _again(moves.extend(clock, int(what.data["workdays"]), book), what, book)


def _harden(clock: Clock, what: Occurrence, book: Rulebook) -> Clock:
    matter = clock.matter.model_copy(update={"hard": True})
    day = what.at.astimezone(book.calendar_of(clock.book, clock.calendar).tz).date()
    policy = book.policy(clock.book, clock.target, matter, day)
    return _again(
        moves.lengthen(clock, policy.key, policy.promise).model_copy(update={"matter": matter}), what, book
    )


def _again(clock: Clock, what: Occurrence, book: Rulebook) -> Clock:
    """A running clock is reckoned from its new remainder; one that stands still waits with it."""
    return moves.run(clock, book, known=what.at) if clock.state is ClockState.RUNNING else clock


def _reckon(clock: Clock, what: Occurrence, book: Rulebook) -> Clock:
    return moves.reckon(clock, int(what.data["calendar"]), book, known=what.known_at)


Move = Callable[[Clock, Occurrence, Rulebook], Clock]
MOVES: Mapping[Act, Move] = {
    Act.MEET: _meet,
    Act.CLOSE: lambda clock, what, book: moves.close(clock, what.at),
    Act.PAUSE: lambda clock, what, book: moves.pause(clock, what.at, book),
    Act.RESUME: lambda clock, what, book: moves.resume(clock, what.at, book),
    Act.CANCEL: lambda clock, what, book: moves.cancel(clock, what.at),
    Act.EXTEND: _extend,
    Act.HARDEN: _harden,
    Act.GO_ON: lambda clock, what, book: moves.go_on(clock, what.at, book),
    Act.RECKON: _reckon,
}
