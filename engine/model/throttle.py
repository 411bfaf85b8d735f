"""What keeps the doors from being run down: uses counted per source, and challenges already spent. Lost in a crash, harmlessly."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Use(SQLModel, table=True):
    """How far ahead of now a source has used up a limit (GCRA); shared by every process."""

    __tablename__ = "throttle"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    key: str = Field(primary_key=True)
    free_at: datetime = Field(nullable=False)


class Spent(SQLModel, table=True):
    """A proof of work that was taken once and is not taken again."""

    __tablename__ = "spent_challenge"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    nonce: str = Field(primary_key=True)
    expires_at: datetime = Field(nullable=False, index=True)
