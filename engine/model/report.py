"""Reports: what was received, kept as received, forever."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.model.columns import facts, identity, to


class Report(SQLModel, table=True):
    """来件: unique by (channel, external id); its follow code shows everything that came of it."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: int = identity()
    channel: str = Field(foreign_key="channel.key")
    external_id: str
    digest: str = Field(
        description="Hash of what was received: the same id with other content is a conflict."
    )
    follow_code: str = Field(unique=True)
    at: datetime = Field(nullable=False, description="When the enterprise said it.")
    recorded_at: datetime = Field(nullable=False)
    enterprise: str = ""
    enterprise_code: str = Field(default="", description="统一社会信用代码, if given.")
    reporter: str = ""
    phone: str = Field(default="", index=True)
    mail: str = ""
    secret_reporter: bool = Field(default=False, description="举报: hidden from the respondent always.")
    logged_by: int | None = Field(default=None, foreign_key="person.id")


class ReportText(SQLModel, table=True):
    """The words as received, and the raw form they came in."""

    __tablename__ = "report_text"

    report_id: int = to("report.id", primary_key=True)
    text: str
    raw: dict[str, Any] = facts()


class IssueReport(SQLModel, table=True):
    """Which reports an issue answers: each part of a report is an issue, and a repeat joins its open issue."""

    __tablename__ = "issue_report"

    report_id: int = to("report.id", primary_key=True)
    issue_id: int = to("issue.id", primary_key=True, index=True)
    part: int = 1
