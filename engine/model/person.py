"""People of the house and their sessions."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from engine.model.columns import facts, identity, to


class Person(SQLModel, table=True):
    """Somebody who signs in; the password is an argon2 hash."""

    __tablename__ = "person"

    id: int = identity()
    login: str = Field(unique=True)
    name: str
    role: str
    agency: str | None = Field(default=None, foreign_key="agency.key", index=True)
    owner: str | None = Field(
        default=None, foreign_key="agency.key", description="Channel owner an operator works for."
    )
    mail: str = ""
    phone: str = ""
    locale: str = "zh"
    password_hash: str
    active: bool = True


class WebSession(SQLModel, table=True):
    """A server-side session; only the hash of its token is stored."""

    __tablename__ = "web_session"

    token_hash: str = Field(primary_key=True)
    person_id: int = to("person.id", index=True)
    csrf: str
    created_at: datetime = Field(nullable=False)
    expires_at: datetime = Field(nullable=False)


class PersonChange(SQLModel, table=True):
    """One thing done to a person's account: who did it and when; passwords are never part of it."""

    __tablename__ = "person_change"

    id: int = identity()
    person_id: int = to("person.id", index=True)
    kind: str
    by_name: str
    at: datetime = Field(nullable=False)
    data: dict[str, Any] = facts()
