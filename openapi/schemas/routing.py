"""Looking before anything is done: likely repeats, and how a text would be routed and why."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.model.words import Kind, Status, Urgency
from openapi.fields import Key, Words
from openapi.schemas.base import Asked, Told

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class DuplicatesAsked(Asked):
    """What has been typed so far."""

    text: Words
    enterprise: Short = ""
    enterprise_code: Short = ""
    channel: Key | None = None


class RepeatTold(Told):
    """An issue that the text may repeat; `likeness` is the share of common character pairs, 0 to 1."""

    reference: str
    title: str
    status: Status
    open: bool
    enterprise: str
    same_enterprise: bool
    at: datetime
    likeness: float


class ExplanationAsked(Asked):
    """The text to be explained."""

    text: Words
    channel: Key | None = None


class RankedTold(Told):
    """A measure with its share of the evidence and what speaks for it."""

    document: str
    number: int
    score: float
    reasons: list[str]


class ComparedTold(Told):
    """A matter that was compared: its share, the terms and the wording found for it."""

    name: str
    score: float
    terms: list[str]
    features: list[str]


class PartTold(Told):
    """One of several problems in the text."""

    text: str
    lead: str | None
    measures: list[RankedTold]


class PrecedentTold(Told):
    """A person's decision under one of the measures, with the reason given."""

    reference: str
    title: str
    kind: str
    agency: str | None
    lead: str | None
    opinion: str
    at: datetime


class ForeignTold(Told):
    """The likeliest sort that the directory does not have, and its share."""

    name: str
    score: float


class ExplanationTold(Told):
    """How the text would be routed, why, why the others lost, and what was decided before."""

    decision: str
    confidence: float
    lead: str | None
    support: list[str]
    kind: Kind
    urgency: Urgency
    reasons: list[str]
    rules_version: str
    measures: list[RankedTold]
    compared: list[ComparedTold]
    foreign: ForeignTold
    parts: list[PartTold]
    precedents: list[PrecedentTold] = Field(description="Newest first, as far as the asker may see them.")
