"""What crosses the engine's border: reports coming in, notices going out, and who carries them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from engine.model.words import Kind, Urgency

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
TEXT_LIMIT = 20_000  # characters


class IncomingReport(BaseModel):
    """A report as a channel understood it, before anything is decided about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Line
    external_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    at: AwareDatetime
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT)]
    parts: tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...] = ()
    enterprise: Line = ""
    enterprise_code: Line = ""
    reporter: Line = ""
    phone: Line = ""
    mail: Line = ""
    kind: Kind | None = None
    urgency: Urgency | None = None
    needed_by: AwareDatetime | None = None
    respondent: Line | None = None
    raw: Mapping[str, Any] = Field(default_factory=dict)
    files: tuple[str, ...] = ()  # sha-256 of what was handed in with it


@dataclass(frozen=True, slots=True)
class Handed:
    """A file handed in: its harmless name, its kind as its bytes tell, and how to read it when it is stored."""

    name: str
    kind: str
    size: int
    sha256: str
    read: Callable[[], Awaitable[bytes]]


class Outgoing(BaseModel):
    """A notice ready to be rendered or sent: facts frozen with the event, and its idempotency key."""

    model_config = ConfigDict(frozen=True)

    id: int
    key: str
    kind: str
    audience: str
    party: str | None
    reference: str | None
    payload: Mapping[str, Any]
    to: tuple[str, ...]
    locale: str = "zh"
    created_at: datetime


class Rendered(BaseModel):
    """The bytes that every try sends."""

    model_config = ConfigDict(frozen=True)

    subject: str
    message: bytes


class DeliveryState(StrEnum):
    """What became of one try."""

    SENT = "sent"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


class Delivery(BaseModel):
    """The outcome of one try, in words a person can act on."""

    model_config = ConfigDict(frozen=True)

    state: DeliveryState
    detail: str = ""
    gone: tuple[str, ...] = ()  # addresses that do not exist, as their server says
    retry_after: float | None = None


class Renderer(Protocol):
    """Turns the facts of a notice into the bytes to send."""

    def render(self, notice: Outgoing) -> Rendered:
        """Subject and message; deterministic for the same notice."""
        ...


class Door(BaseModel):
    """Where another system takes messages, and the secrets they are signed with, the newest first."""

    model_config = ConfigDict(frozen=True)

    url: str
    secrets: tuple[str, ...] = Field(repr=False)


Doors = Callable[[int], Awaitable[Door | None]]  # by the receiver's id


class Notifier(Protocol):
    """A way out."""

    name: str

    async def send(self, key: str, to: tuple[str, ...], message: bytes) -> Delivery:
        """Try once; never raises for what the other side did."""
        ...
