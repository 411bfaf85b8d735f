"""Duties and marks: when each periodic duty last succeeded, and facts about the database itself."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from engine.model.columns import facts


class Duty(SQLModel, table=True):
    """The heartbeat of one duty of the timetable, and by which road it last ran (prefect or direct)."""

    __tablename__ = "duty"

    name: str = Field(primary_key=True)
    last_ok_at: datetime | None = None
    mode: str = ""
    result: dict[str, Any] = facts()


class Mark(SQLModel, table=True):
    """A fact about this database: `sample` with the scaled clock's start, the catalogue folder loaded, …"""

    __tablename__ = "mark"

    name: str = Field(primary_key=True)
    value: dict[str, Any] = facts()
