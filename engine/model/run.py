"""Runs of duties as people look them up: what a run did, which issues it touched, what it had to say."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from engine.model.columns import facts, words


class Run(SQLModel, table=True):
    """One run that did something; those that found nothing due are not kept."""

    __tablename__ = "run"
    __table_args__ = (Index("run_seen", "seen_at"),)

    id: str = Field(primary_key=True, description="The flow run's id, where Prefect ran it.")
    duty: str
    road: str  # prefect · direct · watchdog
    state: str  # running · completed · failed
    began_at: datetime = Field(nullable=False)
    seen_at: datetime = Field(nullable=False, description="When it was last heard of.")
    result: dict[str, Any] = facts()
    lines: list[str] = words()


class RunIssue(SQLModel, table=True):
    """An issue that a run touched."""

    __tablename__ = "run_issue"

    reference: str = Field(primary_key=True)
    run_id: str = Field(foreign_key="run.id", ondelete="CASCADE", primary_key=True, index=True)
