"""Receivers of webhooks as the API takes and tells them."""

from datetime import datetime

from engine.model.words import EventKind
from engine.store.receivers import Standing
from openapi.fields import Key
from openapi.schemas.base import Asked, Told


class ReceiverAsked(Asked):
    """What may be changed of a receiver."""

    name: Key
    url: str
    kinds: list[EventKind]


class NewReceiver(ReceiverAsked):
    """A receiver to register for an agency."""

    agency: Key


class ReceiverChanged(ReceiverAsked):
    """A receiver as it is to be."""

    active: bool = True


class LastMessage(Told):
    """What became of the last message to a receiver."""

    key: str
    state: str
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    error: str


class ReceiverTold(Told):
    """接收方: another system that is told of events."""

    id: int
    name: str
    agency: str
    url: str
    kinds: list[EventKind]
    active: bool
    changed_at: datetime
    created_at: datetime


class ReceiverStanding(ReceiverTold):
    """A receiver and its last message."""

    last: LastMessage | None

    @classmethod
    def of(cls, standing: Standing) -> "ReceiverStanding":
        """As stored."""
        told = ReceiverTold.model_validate(standing.receiver).model_dump()
        return cls(**told, last=LastMessage.model_validate(standing.last) if standing.last else None)


class ReceiverWithSecret(ReceiverTold):
    """A receiver whose secret was just made; it is shown this once."""

    secret: str


class TestSent(Told):
    """A test message in the outbox."""

    id: int
    key: str
