"""Who has an issue's page open just now."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from engine.model.columns import to


class Presence(SQLModel, table=True):
    """One person at one issue; unlogged and without history: a row that is renewed no more is deleted."""

    __tablename__ = "presence"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    issue_id: int = Field(
        sa_type=BigInteger, primary_key=True
    )  # no foreign key: it would lock the issue's row
    person_id: int = to("person.id", primary_key=True)
    doing: str
    beat: int = Field(default=0, description="Counts the renewals; readers tell by it that a row is alive.")
