"""Signing in."""

from datetime import datetime

from engine.model.words import Role
from intake.fields import Line
from openapi.schemas.base import Asked, Told


class SignIn(Asked):
    """Login and password of a person."""

    login: Line
    password: Line


class Who(Told):
    """The one a session is for."""

    name: str
    role: Role | None
    agency: str | None
    owner: str | None


class SessionTold(Told):
    """A session; the token is told once, and sent back as `Authorization: Bearer …`."""

    token: str
    expires_at: datetime
    person: Who


class Current(Told):
    """Whoever is asking, and the form token that a cookie session must send with changes."""

    kind: str
    person: Who
    csrf: str
    expires_at: datetime | None
