"""Seals: what was on the trail up to an instant, signed; and how late the duties were."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import BigInteger, Field, SQLModel


class Seal(SQLModel, table=True):
    """签封: every event of a span of transactions under one hash, chained to the seal before and signed."""

    __tablename__ = "seal"

    no: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(nullable=False)
    first_xid: int = Field(sa_type=BigInteger, nullable=False, description="The span's first transaction,")
    until_xid: int = Field(sa_type=BigInteger, nullable=False, description="and the first after it.")
    count: int = Field(sa_type=BigInteger, nullable=False)
    root: bytes = Field(sa_type=LargeBinary, nullable=False, description="Hash of the events' hashes.")
    hash: bytes = Field(sa_type=LargeBinary, nullable=False, description="Over this seal and the one before.")
    mac: bytes = Field(
        sa_type=LargeBinary, nullable=False, description="By a key that the database does not hold."
    )
    key_id: str


class Lateness(SQLModel, table=True):
    """How late a duty was: how often by at most so many seconds, for a histogram that outlives processes."""

    __tablename__ = "lateness"

    duty: str = Field(primary_key=True)
    upto: float = Field(primary_key=True)
    count: int = Field(sa_type=BigInteger, nullable=False)
    seconds: float = Field(nullable=False, description="Their sum.")
