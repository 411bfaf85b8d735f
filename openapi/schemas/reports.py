"""Reports: what was registered, and what an enterprise follows."""

from datetime import datetime

from engine.model.words import EventKind, Kind, Status, Urgency
from openapi.schemas.base import Told


class Receipt(Told):
    """What registration gave; `new` is false when the same report was received before."""

    follow_code: str
    references: list[str]
    new: bool


class ChallengeTold(Told):
    """A proof of work asked of whoever reports without signing in."""

    text: str
    bits: int
    expires_at: datetime


class FollowedEvent(Told):
    """One thing that happened, as far as the enterprise is told."""

    kind: EventKind
    at: datetime
    agency: str | None = None


class FollowedIssue(Told):
    """One issue that came of the report."""

    reference: str
    version: int
    status: Status
    kind: Kind
    urgency: Urgency
    title: str
    lead: str | None
    reply: str | None
    events: list[FollowedEvent]


class Followed(Told):
    """Everything that came of one report."""

    follow_code: str
    at: datetime
    issues: list[FollowedIssue]
