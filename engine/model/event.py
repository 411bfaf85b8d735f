"""Events: the append-only trail of an issue, chained by hashes that a trigger of the database writes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from engine.model.columns import Xid, facts, identity, maybe_to, to

DECIDED = (  # what precedents are read from
    "kind IN ('return_upheld', 'return_rejected', 'designated')"
    " OR kind = 'dispatched' AND by_label = 'arbitrator'"
)


class Event(SQLModel, table=True):
    """One thing that happened; `at` is the true time, `recorded_at` when the ledger learnt of it."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("issue_id", "seq"),
        Index("event_recorded", "recorded_at"),
        Index("event_xid", "xid", "id"),
        Index("event_decided", "issue_id", postgresql_where=text(DECIDED)),
    )

    id: int = identity()
    issue_id: int = to("issue.id")
    seq: int
    kind: str
    at: datetime = Field(nullable=False)
    recorded_at: datetime = Field(nullable=False)
    by_label: str
    by_name: str = ""
    person_id: int | None = maybe_to("person.id")
    assignment_id: int | None = maybe_to("assignment.id")
    data: dict[str, Any] = facts()
    hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    xid: int | None = Field(  # by which the sealer knows what is committed for good
        default=None,
        sa_type=Xid,
        nullable=False,
        sa_column_kwargs={"server_default": text("pg_current_xact_id()")},
    )
