"""Requests that somebody else decides: extensions and shelving."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from engine.model.columns import identity, maybe_to, to


class Request(SQLModel, table=True):
    """延期 or 挂账: asked for with a reason, decided by another person."""

    __tablename__ = "request"

    id: int = identity()
    issue_id: int = to("issue.id", index=True)
    assignment_id: int | None = maybe_to("assignment.id")
    kind: str  # extension · shelve
    reason: str
    amount: int = Field(default=0, description="Workdays asked for (extension).")
    until: datetime | None = Field(default=None, description="Review date asked for (shelving).")
    asked_by: int = to("person.id")
    asked_at: datetime = Field(nullable=False)
    state: str = "open"  # open · granted · refused
    decided_by: int | None = maybe_to("person.id")
    decided_at: datetime | None = None
    decision: str = ""
