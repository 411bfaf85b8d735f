"""What each kind of event does to each clock: the whole table, on one screen. docs/time.md shows the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.model.words import EventKind, Target


class Act(StrEnum):
    """What an event may do to a clock."""

    START = "start"
    MEET = "meet"  # the promise is kept, in time or late
    CLOSE = "close"  # the window ends; that is never a breach
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    EXTEND = "extend"
    HARDEN = "harden"  # the longer promise of hard matters
    GO_ON = "go on"  # after a reply: with what was left, at least the floor; a new round
    RECKON = "reckon"  # anew, under another calendar


class Whose(StrEnum):
    """Which clocks of that target: the event's own assignment's, the issue's own, or all of them."""

    OWN = "own"
    ISSUE = "issue"
    ALL = "all"


class If(StrEnum):
    """When an effect takes place."""

    ALWAYS = ""
    LEAD = "lead only"
    RETURNABLE = "unless designated"
    DISSATISFIED = "if unresolved"


@dataclass(frozen=True, slots=True)
class Effect:
    """One cell of the table; no target means every target."""

    act: Act
    target: Target | None
    whose: Whose = Whose.OWN
    condition: If = If.ALWAYS


def start(target: Target, condition: If = If.ALWAYS) -> Effect:
    """A clock starts."""
    return Effect(Act.START, target, condition=condition)


def each(act: Act, *targets: Target) -> tuple[Effect, ...]:
    """The same to several clocks of the event's assignment."""
    return tuple(Effect(act, target) for target in targets)


def every(act: Act, *targets: Target | None) -> tuple[Effect, ...]:
    """The same to all such clocks of the issue."""
    return tuple(Effect(act, target, Whose.ALL) for target in targets)


def of_issue(act: Act, *targets: Target) -> tuple[Effect, ...]:
    """The same to the issue's own clocks, which belong to no assignment."""
    return tuple(Effect(act, target, Whose.ISSUE) for target in targets)


OVER = every(Act.CANCEL, None)
BACK = (
    *of_issue(Act.MEET, Target.CALLBACK, Target.ARBITRATE),
    Effect(Act.GO_ON, Target.REPLY),
    start(Target.CLAIM),
)
OF_AGENCY = (Target.CLAIM, Target.RETURN, Target.FIRST_CONTACT, Target.REPLY)

EFFECTS: Mapping[EventKind, tuple[Effect, ...]] = {
    EventKind.REGISTERED: (start(Target.DISPATCH),),
    EventKind.DISPATCHED: (
        *every(Act.MEET, Target.DISPATCH),
        start(Target.CLAIM),
        start(Target.RETURN, If.RETURNABLE),
        start(Target.FIRST_CONTACT, If.LEAD),
        start(Target.REPLY),
    ),
    EventKind.CLAIMED: each(Act.MEET, Target.CLAIM),
    EventKind.CONTACTED: each(Act.MEET, Target.FIRST_CONTACT),
    EventKind.ACCEPTED: each(Act.CLOSE, Target.RETURN),
    EventKind.HELD: (*each(Act.PAUSE, Target.FIRST_CONTACT, Target.REPLY), start(Target.HOLD)),
    EventKind.RESUMED: (*each(Act.CLOSE, Target.HOLD), *each(Act.RESUME, Target.FIRST_CONTACT, Target.REPLY)),
    EventKind.RETURNED: (
        *each(Act.MEET, Target.CLAIM),
        *each(Act.CLOSE, Target.RETURN),
        start(Target.ARBITRATE),
    ),
    EventKind.RETURN_REJECTED: each(Act.MEET, Target.ARBITRATE),
    EventKind.RETURN_UPHELD: (
        *each(Act.MEET, Target.ARBITRATE),
        *each(Act.CANCEL, *OF_AGENCY, Target.HOLD),
        start(Target.DISPATCH, If.LEAD),
    ),
    EventKind.DESIGNATED: every(Act.MEET, Target.ARBITRATE),
    EventKind.WITHDRAWN: each(Act.CANCEL, *OF_AGENCY, Target.HOLD, Target.ARBITRATE),
    EventKind.EXTENDED: each(Act.EXTEND, Target.REPLY),
    EventKind.HARD_MARKED: every(Act.HARDEN, Target.REPLY),
    EventKind.REPLIED: (
        *each(Act.MEET, Target.CLAIM, Target.FIRST_CONTACT, Target.REPLY),
        *each(Act.CLOSE, Target.RETURN, Target.HOLD),
        start(Target.CALLBACK, If.LEAD),
    ),
    EventKind.CALLBACK_TRIED: (*every(Act.MEET, Target.CALLBACK), start(Target.CALLBACK)),
    EventKind.CALLBACK_MISSED: every(Act.CLOSE, Target.CALLBACK),
    EventKind.CALLBACK_ANSWERED: (
        *every(Act.MEET, Target.CALLBACK),
        start(Target.ARBITRATE, If.DISSATISFIED),
    ),
    EventKind.JUDGED: of_issue(Act.MEET, Target.ARBITRATE),
    EventKind.PROPOSED: of_issue(Act.MEET, Target.CALLBACK, Target.ARBITRATE),
    EventKind.REDONE: BACK,
    EventKind.REOPENED: BACK,
    EventKind.CLEARED: (*every(Act.MEET, Target.CALLBACK), *OVER),
    EventKind.ANSWERED: (*every(Act.MEET, Target.DISPATCH), *OVER),
    EventKind.JOINED: (*every(Act.MEET, Target.DISPATCH), *OVER),
    EventKind.DISMISSED: (*every(Act.MEET, Target.DISPATCH, Target.ARBITRATE), *OVER),
    EventKind.CONTESTED: (start(Target.DISPATCH),),
    EventKind.SHELVED: (
        *every(Act.CLOSE, Target.HOLD),
        *every(Act.PAUSE, *OF_AGENCY, Target.ARBITRATE),
        start(Target.REVIEW),
    ),
    EventKind.UNSHELVED: (*every(Act.MEET, Target.REVIEW), *every(Act.RESUME, *OF_AGENCY, Target.ARBITRATE)),
    EventKind.RECKONED: every(Act.RECKON, None),
}
# These move no clock; TRIAGED is one of them: triage does not stop the dispatch.
UNTIMED = frozenset(EventKind) - frozenset(EFFECTS)


def effects(kind: EventKind) -> tuple[Effect, ...]:
    """What this kind of event does to clocks, in order."""
    return EFFECTS.get(kind, ())


def starts(kind: EventKind) -> bool:
    """Whether this kind of event may start a clock, and so says by which versions of the rules."""
    return any(one.act is Act.START for one in effects(kind))


def cell(kind: EventKind, target: Target) -> str:
    """What the event does to clocks of the target, in words; `all` marks clocks of every assignment of the issue."""
    return ", ".join(
        " ".join(
            filter(
                None, (one.act, one.condition and f"({one.condition})", "(all)" if _wide(one, target) else "")
            )
        )
        for one in effects(kind)
        if one.target in (None, target)
    )


def _wide(effect: Effect, target: Target) -> bool:
    """Whether an effect reaches beyond the event's assignment; clocks of the issue itself have none."""
    issue_wide = (Target.DISPATCH, Target.CALLBACK, Target.REVIEW)
    return effect.whose is Whose.ALL and effect.act is not Act.START and target not in issue_wide


def as_markdown() -> str:
    """The table as docs/time.md shows it."""
    head = ["event", *(str(target) for target in Target)]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for kind in EFFECTS:
        lines.append(f"| {kind} | {' | '.join(cell(kind, target) for target in Target)} |")
    return "\n".join(lines)
