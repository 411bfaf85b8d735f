"""Column shapes that several tables share."""

from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import UserDefinedType
from sqlmodel import Field


class Xid(UserDefinedType[int]):
    """A transaction's number, 64 bits."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """As PostgreSQL calls it."""
        return "xid8"


def identity() -> Any:
    """A bigint key that PostgreSQL gives out."""
    return Field(default=None, primary_key=True, sa_type=BigInteger)


def to(target: str, *, index: bool = False, primary_key: bool = False) -> Any:
    """A foreign key to a bigint row that must be there."""
    return Field(sa_type=BigInteger, foreign_key=target, index=index, nullable=False, primary_key=primary_key)


def maybe_to(target: str, *, index: bool = False) -> Any:
    """A foreign key that may be empty."""
    return Field(default=None, sa_type=BigInteger, foreign_key=target, index=index, nullable=True)


def facts() -> Any:
    """A JSON object of facts."""
    return Field(default_factory=dict, sa_type=JSONB, nullable=False)


def words() -> Any:
    """A list of words."""
    return Field(default_factory=list, sa_type=ARRAY(Text), nullable=False)
