"""Replies and callbacks: what was answered, what the enterprise said of it, and the second look at some of that."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from engine.model.columns import identity, maybe_to, to


class Reply(SQLModel, table=True):
    """答复: an agency's answer in one round. A reply is not a clearance."""

    __tablename__ = "reply"

    id: int = identity()
    issue_id: int = to("issue.id", index=True)
    assignment_id: int | None = maybe_to("assignment.id")
    round: int
    text: str
    open_supports_reason: str = Field(
        default="", description="Why the lead replied while a support was open."
    )
    person_id: int | None = maybe_to("person.id")
    at: datetime = Field(nullable=False)


class Callback(SQLModel, table=True):
    """回访: attempts to learn whether the enterprise is satisfied with one round's reply."""

    __tablename__ = "callback"
    __table_args__ = (
        UniqueConstraint("issue_id", "round"),
        Index("callback_open", "next_at", postgresql_where=text("state = 'open'")),
    )

    id: int = identity()
    issue_id: int = to("issue.id")
    round: int
    state: str = "open"  # open · answered · missed · closed
    attempts: int = 0
    next_at: datetime = Field(nullable=False)
    token_hash: str = Field(unique=True)
    token_expires_at: datetime = Field(nullable=False)
    outcome: str = ""  # contacted · refused · unreached · proxy
    responded: bool | None = None
    resolved: bool | None = None
    satisfied: bool | None = None
    reason: str = ""
    method: str = ""  # link · phone
    person_id: int | None = maybe_to("person.id")
    answered_at: datetime | None = None
    curable: bool | None = None


class QualityCheck(SQLModel, table=True):
    """回访抽查: a callback, or an answer at once (round 0), that is asked about again by somebody else."""

    __tablename__ = "quality_check"
    __table_args__ = (
        UniqueConstraint("issue_id", "round"),
        Index("quality_check_open", "issue_id", postgresql_where=text("outcome = ''")),
    )

    id: int = identity()
    issue_id: int = to("issue.id")
    round: int
    of_person: int | None = maybe_to(
        "person.id"
    )  # who called back or answered; None: the enterprise by its link
    drawn_at: datetime = Field(nullable=False)
    outcome: str = ""  # confirmed · differs · unreached
    note: str = ""
    person_id: int | None = maybe_to("person.id")
    checked_at: datetime | None = None
