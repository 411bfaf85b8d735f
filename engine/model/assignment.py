"""Assignments: an issue given to an agency, with moves and clocks of its own."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.model.columns import identity, to


class Assignment(SQLModel, table=True):
    """派单: exactly one active lead at a time, and any number of supports."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "assignment_one_lead", "issue_id", unique=True, postgresql_where=text("part = 'lead' AND active")
        ),
        Index("assignment_inbox", "agency", "stage", text("id DESC"), postgresql_where=text("active")),
    )

    id: int = identity()
    issue_id: int = to("issue.id", index=True)
    agency: str = Field(foreign_key="agency.key")
    part: str
    stage: str
    active: bool = True
    version: int = 1
    dispatch: int = Field(default=1, description="Which dispatch of the issue brought it.")
    basis: str
    reason: str = ""
    binding: bool = Field(default=False, description="Designated by the task force: cannot be returned.")
    complex: bool = Field(default=False, description="复杂: one more workday to return.")
    accepted: bool = False
    dispatched_at: datetime = Field(nullable=False)
    claimant_id: int | None = Field(default=None, foreign_key="person.id")
    claimed_at: datetime | None = None
    replied_at: datetime | None = None
