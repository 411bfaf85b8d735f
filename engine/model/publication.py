"""Versioned data that takes effect only by being published: directory, policies, calendar, routing."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.model.columns import facts, identity


class Publication(SQLModel, table=True):
    """One immutable version of one kind of data; the latest of a kind is in force, older ones explain the past."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: int = identity()
    kind: str
    version: int
    digest: str
    content: dict[str, Any] = facts()
    note: str = ""
    published_by: str
    published_at: datetime = Field(nullable=False)
