"""Which events move the ledger (台账): new, reopened, off with its outcome, moved between agencies or measures."""

from collections.abc import Mapping
from enum import StrEnum

from engine.model.words import EventKind


class Movement(StrEnum):
    """The terms of a balance: opening + new + reopened − off = closing; moved is zero in total."""

    NEW = "new"
    REOPENED = "reopened"
    OFF = "off"
    MOVED = "moved"


MOVEMENTS: Mapping[EventKind, Movement] = {
    EventKind.REGISTERED: Movement.NEW,
    EventKind.REOPENED: Movement.REOPENED,
    EventKind.CONTESTED: Movement.REOPENED,
    EventKind.CLEARED: Movement.OFF,
    EventKind.ANSWERED: Movement.OFF,
    EventKind.JOINED: Movement.OFF,
    EventKind.DISMISSED: Movement.OFF,
}


def movement(kind: EventKind) -> Movement | None:
    """The movement this event makes, if any."""
    return MOVEMENTS.get(kind)
