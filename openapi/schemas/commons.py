"""Common problems as the API asks and tells them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from engine.model.words import CommonState
from openapi.fields import Key, Words
from openapi.schemas.base import Asked, Told

References = Annotated[list[Key], Field(min_length=1, max_length=500)]


class CommonAsked(Asked):
    """A common problem that a person sees behind several issues."""

    title: Key
    references: References
    reason: Words
    document: Key | None = None
    number: int | None = Field(default=None, ge=1, le=9999)
    place: str = Field(default="", max_length=60)


class ConfirmationAsked(Asked):
    """That it is one: its name, who leads, whether enterprises are told, and what is left out."""

    title: Key
    lead: Key
    disclosed: bool
    leave_out: list[Key] = Field(default=[], max_length=500)


class ChildrenAsked(Asked):
    """Issues to take under it."""

    references: References


class DropAsked(Asked):
    """An issue to take out, and why."""

    reference: Key
    why: Words


class CureAsked(Asked):
    """What every enterprise will read, and what shows that the cause is gone."""

    text: Words
    evidence: Words


class CureDecisionAsked(Asked):
    """What the second person says of the cure."""

    approved: bool
    opinion: Words


class CommonLine(Told):
    """A common problem in a list."""

    id: int
    state: CommonState
    title: str
    document: str | None
    number: int | None
    place: str
    enterprise: str
    lead: str | None
    proposed_at: datetime
    children: int
    open: int


class CommonEventTold(Told):
    """One entry of its trail."""

    seq: int
    kind: str
    state: CommonState
    at: datetime
    by_label: str
    by_name: str
    data: dict[str, Any]


class CommonTold(Told):
    """A common problem with its evidence and cure; `children` and `candidates` name what the asker may see."""

    id: int
    version: int
    state: CommonState
    title: str
    document: str | None
    number: int | None
    place: str
    enterprise: str
    lead: str | None
    disclosed: bool
    evidence: dict[str, Any]
    cure: str
    cure_evidence: str
    proposed_at: datetime
    cured_at: datetime | None
    children: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    events: tuple[CommonEventTold, ...] = ()
