"""Agencies as they stand in the published directory; the directory itself is the versioned truth."""

from datetime import date

from sqlmodel import Field, SQLModel


class Agency(SQLModel, table=True):
    """责任单位: who may lead or support; aliases and successors live in the directory."""

    __tablename__ = "agency"

    key: str = Field(primary_key=True)
    name: str = Field(index=True)
    short_name: str
    english_name: str = ""
    kind: str
    outside_city: bool = False
    through: str | None = Field(default=None, description="Agency through which this one is reached.")
    mail: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
