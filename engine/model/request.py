"""Requests that somebody else decides: extensions, shelving, and second thoughts about a rating."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.model.columns import identity, maybe_to, to


class Request(SQLModel, table=True):
    """延期, 挂账 or 评价复核: asked for with a reason, decided by another person."""

    __tablename__ = "request"
    __table_args__ = (
        Index(
            "request_appeal", "callback_id", unique=True, postgresql_where=text("kind = 'appeal'")
        ),  # a rating is disputed once
    )

    id: int = identity()
    issue_id: int = to("issue.id", index=True)
    assignment_id: int | None = maybe_to("assignment.id")
    callback_id: int | None = maybe_to("callback.id")
    kind: str  # extension · shelve · appeal
    reason: str
    amount: int = Field(default=0, description="Workdays asked for (extension).")
    until: datetime | None = Field(default=None, description="Review date asked for (shelving).")
    asked_by: int = to("person.id")
    asked_at: datetime = Field(nullable=False)
    state: str = "open"  # open · granted · refused
    decided_by: int | None = maybe_to("person.id")
    decided_at: datetime | None = None
    decision: str = ""
