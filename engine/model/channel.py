"""Channels as they stand in the published directory."""

from sqlmodel import Field, SQLModel


class Channel(SQLModel, table=True):
    """渠道: a way in, with its owner."""

    __tablename__ = "channel"

    key: str = Field(primary_key=True)
    name: str
    kind: str
    owner: str = Field(foreign_key="agency.key")
    account: str = ""
    active: bool = True
