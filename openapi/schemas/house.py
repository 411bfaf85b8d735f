"""The directory, knowledge, notices and summaries as the API tells them."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from engine.model.words import AgencyKind, Basis, ChannelKind, Part
from openapi.fields import Key, Words
from openapi.schemas.base import Asked, Told


class AgencyTold(Told):
    """责任单位."""

    key: str
    name: str
    short_name: str
    english_name: str
    kind: AgencyKind
    successor: str | None
    valid_from: date | None
    valid_to: date | None


class ChannelTold(Told):
    """渠道: where a problem can be told."""

    key: str
    name: str
    english_name: str
    kind: ChannelKind
    owner: str
    account: str


class PartyTold(Told):
    """An agency's part in a measure, and on what it rests."""

    agency: str
    part: Part
    basis: Basis
    place: str


class MeasureTold(Told):
    """措施: a numbered measure of a document; `lead` are the candidates by the matter, the default first."""

    document: str
    number: int
    section: str
    title: str
    lead: list[PartyTold]
    support: list[PartyTold]
    basis: Basis
    deadline_text: str


class DocumentTold(Told):
    """文件: a policy document."""

    key: str
    title: str
    english_title: str
    reference: str
    issued_on: date | None
    measures: int


class KnowledgeTold(Told):
    """知识: an answer with its owner and validity."""

    id: int
    agency: str
    document: str | None
    number: int | None
    question: str
    answer: str
    valid_from: date
    valid_to: date | None


class KnowledgeAsked(Asked):
    """An answer to keep."""

    agency: Key
    question: Words
    answer: Words
    valid_from: date
    valid_to: date | None = None
    document: Key | None = None
    number: int | None = Field(default=None, ge=1, le=9999)


class NoticeTold(Told):
    """通知: one row of the outbox."""

    id: int
    key: str
    kind: str
    audience: str
    party: str | None
    state: str
    attempts: int
    next_at: datetime
    created_at: datetime
    sent_at: datetime | None
    to: str
    subject: str
    error: str


class SummaryHead(Told):
    """周报: which week, when drawn, when released."""

    week: str
    starts: date
    ends: date
    drawn_at: datetime
    released_at: datetime | None


class SummaryTold(SummaryHead):
    """A stored summary with its figures and the ids of its lists."""

    figures: dict[str, Any]
    lists: dict[str, Any]
