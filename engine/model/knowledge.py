"""Knowledge: answers kept by the agency that owns them."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from engine.model.columns import identity, maybe_to


class Knowledge(SQLModel, table=True):
    """知识: an answer with an owner and a validity; answering at once rests on one."""

    __tablename__ = "knowledge"

    id: int = identity()
    agency: str = Field(foreign_key="agency.key")
    document: str | None = None
    number: int | None = None
    question: str
    answer: str
    from_issue: int | None = maybe_to("issue.id")
    valid_from: date
    valid_to: date | None = None
    created_at: datetime = Field(nullable=False)
