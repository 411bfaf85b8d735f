"""Issues: the registered unit of work. The hot row is narrow; long text lives beside it."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.model.columns import identity, maybe_to, to


class Issue(SQLModel, table=True):
    """问题: one row of the ledger. `version` counts its events and is the sequencer of its trail."""

    __tablename__ = "issue"
    __table_args__ = (
        Index("issue_open_lead", "lead", text("id DESC"), postgresql_where=text("open")),
        Index("issue_open_status", "status", text("id DESC"), postgresql_where=text("open")),
        Index("issue_enterprise", "enterprise_key", text("id DESC")),
        Index("issue_measure_at", "document", "number", text("at DESC")),
        Index("issue_parent_id", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        Index("issue_joined_to", "joined_to", postgresql_where=text("joined_to IS NOT NULL")),
    )

    id: int = identity()
    reference: str = Field(unique=True)
    version: int = 1
    status: str
    open: bool = True
    kind: str
    urgency: str
    hard: bool = False
    channel: str = Field(foreign_key="channel.key")
    enterprise: str = ""
    enterprise_key: str = ""
    document: str | None = None
    number: int | None = None
    lead: str | None = Field(default=None, foreign_key="agency.key")
    respondent: str | None = Field(default=None, foreign_key="agency.key")
    parent_id: int | None = maybe_to("issue.id")
    dispatches: int = Field(default=0, description="派发次数: counted by returns.")
    round: int = Field(default=0, description="轮次: counted by redos; 0 until first dispatched.")
    heat: int = Field(default=0, description="Highest ladder level reached: 1 yellow, 2 red and above.")
    supervised: bool = False
    contested: bool = False
    joined_to: int | None = maybe_to("issue.id")
    needed_by: datetime | None = Field(default=None)
    at: datetime = Field(nullable=False, description="True time of the report.")
    recorded_at: datetime = Field(nullable=False)
    replied_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str | None = None


class IssueText(SQLModel, table=True):
    """Title and body of an issue, outside the hot row."""

    __tablename__ = "issue_text"

    issue_id: int = to("issue.id", primary_key=True)
    title: str
    body: str
