"""Notices: the outbox row is the queue (DESIGN D8)."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from engine.model.columns import facts, identity, maybe_to


class Notice(SQLModel, table=True):
    """通知: facts frozen with the event; the first take renders it, every retry sends the same bytes."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_due", "next_at", "id", postgresql_where=text("state IN ('waiting', 'taken')")),
        Index("notice_dead", "id", postgresql_where=text("state IN ('dead', 'dropped')")),
        Index("notice_issue", "issue_id"),
        Index("notice_held", "holder", postgresql_where=text("state = 'taken'")),
        Index("notice_receiver", "party", "id", postgresql_where=text("audience = 'receiver'")),
    )

    id: int = identity()
    key: str = Field(unique=True, description="Idempotency key that goes out with every message.")
    kind: str
    audience: str
    party: str | None = Field(
        default=None, description="Agency key, person id or address the audience is narrowed to."
    )
    issue_id: int | None = maybe_to("issue.id")
    event_id: int | None = maybe_to("event.id")
    payload: dict[str, Any] = facts()
    state: str = "waiting"  # waiting · taken · sent · dead · dropped
    attempts: int = 0
    next_at: datetime = Field(nullable=False)
    created_at: datetime = Field(nullable=False)
    taken_at: datetime | None = None
    holder: int | None = Field(
        default=None, sa_type=BigInteger, description="Which process holds it while it is sent."
    )
    sent_at: datetime | None = None
    to: str = ""
    subject: str = ""
    message: bytes | None = Field(default=None, sa_type=LargeBinary)
    error: str = ""


class MailStop(SQLModel, table=True):
    """An address to which no more mail goes: its owner wants none, or its server refuses it for good."""

    __tablename__ = "mail_stop"

    mail: str = Field(primary_key=True, description="In lower case.")
    why: str  # unsubscribed · bounced
    at: datetime = Field(nullable=False)
    detail: str = Field(default="", description="What the mail server said.")
