"""Where an issue stood at an instant, folded from its events alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.model.figures import Story, Told
from engine.model.words import EventKind as E
from engine.model.words import Kind, Part, Status, Urgency

STATUS: Mapping[E, Status] = {  # what the event makes of the issue, whoever it is about
    E.REGISTERED: Status.REGISTERED,
    E.TRIAGED: Status.TRIAGE,
    E.PROPOSED: Status.PROPOSED,
    E.CLEARED: Status.CLEARED,
    E.ANSWERED: Status.CLEARED,
    E.REDONE: Status.ASSIGNED,
    E.REOPENED: Status.ASSIGNED,
    E.JOINED: Status.JOINED,
    E.DISMISSED: Status.DISMISSED,
    E.CONTESTED: Status.TRIAGE,
    E.SHELVED: Status.SHELVED,
    E.UNSHELVED: Status.IN_PROGRESS,
}
OF_LEAD: Mapping[E, Status] = {  # only if it is about the lead's assignment
    E.DISPATCHED: Status.ASSIGNED,
    E.CLAIMED: Status.CLAIMED,
    E.STARTED: Status.IN_PROGRESS,
    E.HELD: Status.HELD,
    E.RESUMED: Status.IN_PROGRESS,
    E.RETURNED: Status.DISPUTED,
    E.RETURN_UPHELD: Status.TRIAGE,
    E.RETURN_REJECTED: Status.ASSIGNED,
    E.REPLIED: Status.REPLIED,
}
CLAIM_ASKED_ANEW = frozenset({E.DISPATCHED, E.REDONE, E.REOPENED})
URGENCIES = (Urgency.NORMAL, Urgency.URGENT, Urgency.DANGER)


@dataclass(slots=True)
class Stand:
    """What the events add up to."""

    status: Status = Status.REGISTERED
    kind: str = Kind.HELP
    urgency: str = Urgency.NORMAL
    lead: str | None = None
    measure: str | None = None
    dispatched: bool = False
    claimed: bool = False
    supervised: bool = False


def stand(story: Story) -> Stand:
    """Where the issue stood after its last event."""
    found = Stand()
    for event in story.events:
        settle(found, event)
        NOTED.get(E(event.kind), ignore)(found, event)
    return found


def settle(found: Stand, event: Told) -> None:
    """The status after the event."""
    kind, lead = E(event.kind), event.part == Part.LEAD
    if kind in CLAIM_ASKED_ANEW and (lead or kind is not E.DISPATCHED):
        found.claimed = False
    if kind in STATUS:
        found.status = STATUS[kind]
    elif lead and kind in OF_LEAD:
        found.claimed = found.claimed or kind is E.CLAIMED
        claimed_before = kind is E.RETURN_REJECTED and found.claimed
        found.status = Status.CLAIMED if claimed_before else OF_LEAD[kind]


def registered(found: Stand, event: Told) -> None:
    """What was asked for, as the report said it."""
    found.kind = str(event.data.get("kind") or found.kind)
    found.urgency = str(event.data.get("urgency") or found.urgency)


def routed(found: Stand, event: Told) -> None:
    """Routing names the kind where nobody had, and only ever raises the urgency."""
    if found.kind == Kind.HELP:
        found.kind = str(event.data.get("kind") or found.kind)
    proposed = Urgency(str(event.data.get("urgency") or Urgency.NORMAL))
    found.urgency = max(Urgency(found.urgency), proposed, key=URGENCIES.index)


def dispatched(found: Stand, event: Told) -> None:
    """The lead and the measure it was given under."""
    registered(found, event)
    if event.part == Part.LEAD:
        found.lead, found.dispatched = event.agency, True
        measure = event.data.get("measure")
        found.measure = str(measure) if measure else found.measure


def supervised(found: Stand, event: Told) -> None:
    """On the task force's list."""
    found.supervised = True


def ignore(found: Stand, event: Told) -> None:
    """Nothing to note."""


NOTED: Mapping[E, Callable[[Stand, Told], None]] = {
    E.REGISTERED: registered,
    E.ROUTED: routed,
    E.DISPATCHED: dispatched,
    E.SUPERVISED: supervised,
}
