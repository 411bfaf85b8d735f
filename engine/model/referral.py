"""Referrals: questions put to others, and what they answered."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.model.columns import identity, maybe_to, to


class Referral(SQLModel, table=True):
    """转介: a question to a committee, to mediation or upward, with a due time and, once it came, the opinion."""

    __tablename__ = "referral"
    __table_args__ = (Index("referral_open", "issue_id", "due_at", postgresql_where=text("state = 'open'")),)

    id: int = identity()
    issue_id: int = to("issue.id", index=True)
    request_id: int | None = maybe_to("request.id")
    kind: str  # committee · mediation · ministry (words.ReferredTo)
    body: str = Field(description="A committee's key, or the name of a superior as written.")
    question: str
    due_at: datetime = Field(nullable=False, description="When the opinion is due; upward, the review date.")
    state: str = "open"  # asked · open · answered · refused · withdrawn
    asked_by: int = to("person.id")
    asked_at: datetime = Field(nullable=False)
    opinion: str = ""
    recorded_by: int | None = maybe_to("person.id")
    recorded_at: datetime | None = None
