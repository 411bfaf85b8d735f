"""Attachments: what was handed in with a report or with a deed; the bytes stand apart, once for the same content."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from engine.model.columns import identity, maybe_to


class Content(SQLModel, table=True):
    """The bytes of a file under their sha-256; never changed."""

    __tablename__ = "content"

    sha256: str = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)


class Attachment(SQLModel, table=True):
    """附件: who handed in which content, under which name, with what; `origin` decides who may open it."""

    __tablename__ = "attachment"

    id: int = identity()
    sha256: str = Field(foreign_key="content.sha256")
    report_id: int | None = maybe_to("report.id", index=True)
    issue_id: int | None = maybe_to("issue.id", index=True)
    event_id: int | None = maybe_to("event.id")
    origin: str = Field(description="reporter · house · answer")
    name: str
    kind: str
    size: int
    by_label: str
    by_name: str = ""
    person_id: int | None = maybe_to("person.id")
    at: datetime = Field(nullable=False)
