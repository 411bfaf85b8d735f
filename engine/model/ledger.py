"""The ledger's movements, and the weekly summaries drawn from it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from engine.model.columns import facts, identity, maybe_to, to


class LedgerEntry(SQLModel, table=True):
    """One movement of an issue: `new`, `reopened`, `off` (with its outcome) or `moved` between agencies or measures."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ledger_recorded", "recorded_at"), Index("ledger_issue", "issue_id"))

    id: int = identity()
    issue_id: int = to("issue.id")
    event_id: int = to("event.id")
    movement: str
    outcome: str | None = None
    channel: str
    agency: str | None = None
    document: str | None = None
    number: int | None = None
    from_agency: str | None = None
    from_document: str | None = None
    from_number: int | None = None
    at: datetime = Field(nullable=False)
    recorded_at: datetime = Field(nullable=False)


class Summary(SQLModel, table=True):
    """周报: a stored snapshot of one week with the ids of its lists; it is never recomputed in place."""

    __tablename__ = "summary"

    week: str = Field(primary_key=True, description="ISO week, as 2026-W46")
    starts: date
    ends: date
    drawn_at: datetime = Field(nullable=False)
    figures: dict[str, Any] = facts()
    lists: dict[str, Any] = facts()
    released_at: datetime | None = None
    released_by: int | None = maybe_to("person.id")
