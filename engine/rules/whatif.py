"""What would have been late under other limits: the same histories, reckoned by a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.model.policy import Policies
from engine.model.promise import Clock, ClockKey, Occurrence
from engine.model.words import ClockState
from engine.rules.clocks import replay
from engine.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Difference:
    """One clock as it is, and as it would have been; None where it would not have been started."""

    key: ClockKey
    was: Clock | None
    would_be: Clock | None
    was_late: bool
    would_be_late: bool


def under(book: Rulebook, draft: Policies) -> Rulebook:
    """The rulebook with the draft in place of every published set of policies."""
    return replace(book, policies=dict.fromkeys(book.policies, draft))


def whatif(
    before: Mapping[ClockKey, Clock],
    history: Iterable[Occurrence],
    book: Rulebook,
    draft: Policies,
    *,
    now: datetime,
) -> list[Difference]:
    """The clocks of one issue that the draft would give another due time, state or lateness, in the order of their keys."""
    after = replay(history, under(book, draft))
    keys = sorted({*before, *after}, key=lambda key: key.text)
    found = [_difference(key, before.get(key), after.get(key), now) for key in keys]
    return [one for one in found if _moved(one)]


def _difference(key: ClockKey, was: Clock | None, would_be: Clock | None, now: datetime) -> Difference:
    return Difference(key, was, would_be, late(was, now), late(would_be, now))


def _moved(one: Difference) -> bool:
    if one.was is None or one.would_be is None:
        return True
    return one.was_late != one.would_be_late or (one.was.due_at, one.was.state) != (
        one.would_be.due_at,
        one.would_be.state,
    )


def late(clock: Clock | None, now: datetime) -> bool:
    """Whether it was broken, or is running past due."""
    if clock is None:
        return False
    running_late = clock.state is ClockState.RUNNING and clock.due_at is not None and clock.due_at < now
    return clock.breached or running_late
