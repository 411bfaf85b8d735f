"""Drafts: what somebody uploaded or changed, kept until it is published or dropped; a draft has no effect."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from engine.model.columns import facts, identity


class Draft(SQLModel, table=True):
    """One draft of one kind of published data, and the version in force that it was compared with."""

    __tablename__ = "draft"

    id: int = identity()
    kind: str
    name: str
    base: int
    content: dict[str, Any] = facts()
    by_name: str
    at: datetime = Field(nullable=False)
    published: int | None = Field(default=None, description="The version it became.")
