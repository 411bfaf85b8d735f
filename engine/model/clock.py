"""Clocks and the steps planned on them; rules compute every instant, a sweep only moves rows (DESIGN D4)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from engine.model.columns import facts, identity, maybe_to, to, words


class ClockRow(SQLModel, table=True):
    """时限: a running promise as last computed; its `body` is the rule's own value, for explanation and replay."""

    __tablename__ = "clock"
    __table_args__ = (UniqueConstraint("issue_id", "key"), Index("clock_due", "state", "due_at"))

    id: int = identity()
    issue_id: int = to("issue.id")
    assignment_id: int | None = maybe_to("assignment.id", index=True)
    key: str = Field(description="target / assignment / ordinal, as rules.clocks names it")
    target: str
    agency: str | None = None
    part: str | None = None
    state: str
    started_at: datetime = Field(nullable=False)
    due_at: datetime | None = None
    met_at: datetime | None = None
    breached: bool = False
    provisional: bool = False
    body: dict[str, Any] = facts()


class ClockStep(SQLModel, table=True):
    """A step of the ladder planned for an instant; it fires once per (clock, step, due)."""

    __tablename__ = "clock_step"
    __table_args__ = (
        UniqueConstraint("clock_id", "step", "ordinal", "due_at"),
        Index("clock_step_armed", "at", "id", postgresql_where=text("state = 'armed' AND NOT by_verb")),
        Index("clock_step_verbs", "at", "id", postgresql_where=text("state = 'armed' AND by_verb")),
    )

    id: int = identity()
    clock_id: int = to("clock.id", index=True)
    issue_id: int = to("issue.id")
    step: str
    ordinal: int = Field(default=0, description="Tells repeated steps of one ladder apart (urge 1, urge 2).")
    due_at: datetime = Field(nullable=False)
    at: datetime = Field(nullable=False)
    tell_at: datetime = Field(
        nullable=False, description="When people are told: later than `at` in quiet hours."
    )
    state: str = "armed"  # armed · fired · failed
    by_verb: bool = False
    heat: int = 0
    audiences: list[str] = words()
    data: dict[str, Any] = facts()
    fired_at: datetime | None = None
    error: str = ""
