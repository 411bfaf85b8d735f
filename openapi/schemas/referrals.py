"""Referrals as the API asks for them and tells them."""

from datetime import datetime

from engine.model.words import ReferredTo
from intake.fields import Instant
from openapi.fields import Key, Words
from openapi.schemas.base import Asked, Told


class ReferralAsked(Asked):
    """A question to a committee of the directory, and until when."""

    committee: Key
    question: Words
    due_at: Instant


class UpwardAsked(Asked):
    """A question to a superior, and when it is looked at again."""

    ministry: Key
    question: Words
    review_at: Instant


class OpinionAsked(Asked):
    """What they answered."""

    opinion: Words


class ReferralTold(Told):
    """A question put to others; upward it is *asked* until the task force grants or refuses it."""

    id: int
    kind: ReferredTo
    body: str
    question: str
    due_at: datetime
    state: str
    asked_at: datetime
    opinion: str
    recorded_at: datetime | None
