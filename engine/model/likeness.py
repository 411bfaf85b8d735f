"""What an issue's words hash to, so that the same story told again is found."""

from sqlalchemy import ARRAY, Index, Integer
from sqlmodel import Field, SQLModel

from engine.model.columns import to


class Likeness(SQLModel, table=True):
    """The minhash bands of an issue's text; two texts that share a band are likely alike."""

    __tablename__ = "likeness"
    __table_args__ = (Index("likeness_bands", "bands", postgresql_using="gin"),)

    issue_id: int = to("issue.id", primary_key=True)
    bands: list[int] = Field(sa_type=ARRAY(Integer), nullable=False)
