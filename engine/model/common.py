"""Common problems: what many issues have as cause, its children, its trail, and the days looked at for bursts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from engine.model.columns import facts, identity, maybe_to, to


class CommonProblem(SQLModel, table=True):
    """共性问题: proposed by detection or a person, confirmed by a person, cured once for all its children."""

    __tablename__ = "common_problem"

    id: int = identity()
    version: int = 0
    state: str
    title: str
    document: str | None = None
    number: int | None = None
    place: str = Field(default="", description="Key of a place of the directory.")
    enterprise_key: str = Field(default="", description="The enterprise that asks again and again.")
    enterprise: str = ""
    lead: str | None = Field(default=None, foreign_key="agency.key")
    disclosed: bool = Field(default=False, description="Whether its children's enterprises are told of it.")
    evidence: dict[str, Any] = facts()
    seen: list[int] = Field(
        default_factory=list, sa_type=ARRAY(BigInteger), nullable=False, description="Issues of its burst."
    )
    seen_until: date | None = Field(default=None, description="Last day on which its burst still showed.")
    cure: str = ""
    cure_evidence: str = ""
    cured_by: int | None = maybe_to("person.id")
    proposed_by: int | None = maybe_to("person.id")
    proposed_at: datetime = Field(nullable=False)
    cured_at: datetime | None = None


class CommonEvent(SQLModel, table=True):
    """One thing that happened to a common problem as a whole; what it did to its children stands in their trails."""

    __tablename__ = "common_event"
    __table_args__ = (UniqueConstraint("common_id", "seq"),)

    id: int = identity()
    common_id: int = to("common_problem.id")
    seq: int
    kind: str
    state: str = Field(description="Where it stood afterwards.")
    at: datetime = Field(nullable=False)
    by_label: str
    by_name: str = ""
    person_id: int | None = maybe_to("person.id")
    data: dict[str, Any] = facts()


class CommonChild(SQLModel, table=True):
    """An issue under a common problem from one instant to another; under one problem at a time."""

    __tablename__ = "common_child"
    __table_args__ = (
        Index("common_child_one", "issue_id", unique=True, postgresql_where=text("dropped_at IS NULL")),
        Index("common_child_of", "common_id", "issue_id"),
    )

    id: int = identity()
    common_id: int = to("common_problem.id")
    issue_id: int = to("issue.id")
    adopted_at: datetime = Field(nullable=False)
    dropped_at: datetime | None = None


class WatchedDay(SQLModel, table=True):
    """A day looked at for bursts: once, with how many series were looked at and what showed."""

    __tablename__ = "watched_day"

    day: date = Field(primary_key=True)
    looked_at: datetime = Field(nullable=False)
    series: int
    alarms: int
    proposed: int


class IssuePlace(SQLModel, table=True):
    """The place an issue's words name, read once; empty if they name none."""

    __tablename__ = "issue_place"

    issue_id: int = to("issue.id", primary_key=True)
    place: str = ""
