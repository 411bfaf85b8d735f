"""Receivers: other systems that are told of events by webhook."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from engine.model.columns import identity, words


class Receiver(SQLModel, table=True):
    """接收方: an agency's system, the kinds of events it wants, and the secrets its messages are signed with."""

    __tablename__ = "receiver"

    id: int = identity()
    name: str
    agency: str = Field(foreign_key="agency.key", index=True)
    url: str
    kinds: list[str] = words()
    secret: str
    secret_before: str | None = Field(
        default=None, description="The one before the last change; signs as well for a day."
    )
    changed_at: datetime = Field(nullable=False, description="When the secret was last changed.")
    created_at: datetime = Field(nullable=False)
    active: bool = True
