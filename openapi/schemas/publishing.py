"""Published versions and drafts, as the API tells them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Base64Bytes, Field, StringConstraints

from intake.fields import Line
from openapi.schemas.base import Asked, Told

Seal = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MOST = 1_000  # doubts of one import


class DraftKind(StrEnum):
    """What may be drafted and published."""

    DIRECTORY = "directory"
    POLICIES = "policies"
    CALENDAR = "calendar"
    ROUTING = "routing"


class PublicationTold(Told):
    """发布: one immutable version; the latest of a kind is in force."""

    kind: str
    version: int
    digest: str
    note: str
    published_by: str
    published_at: datetime


class DraftAsked(Asked):
    """A file: a policy document, policies.yaml, a notice of holidays, or terms.yaml; its content in Base64."""

    name: Line
    content: Base64Bytes


class DraftFault(Told):
    """What stands in the way of publishing, and where."""

    where: str
    code: str
    what: str
    mend: str


class DraftTold(Told):
    """A draft beside what is in force; `seen` is what publishing asks for, empty while a fault stands in the way."""

    id: int
    kind: DraftKind
    name: str
    changes: list[str]
    faults: list[DraftFault]
    to_confirm: list[str]
    seen: str
    published: int | None


class PublishAsked(Asked):
    """The draft as it was shown, and which of `to_confirm` are confirmed, counted from nought."""

    seen: Seal
    note: Line = ""
    confirmed: tuple[Annotated[int, Field(ge=0, le=MOST)], ...] = Field(default=(), max_length=MOST)
