"""People of the house and their sessions."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from engine.model.columns import identity, to


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
