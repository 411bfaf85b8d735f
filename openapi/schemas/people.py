"""People and their accounts, as the API tells them."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from engine.model.words import Role
from intake.fields import Line
from openapi.fields import Key
from openapi.schemas.base import Asked, Told

Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class PersonTold(Told):
    """人员: somebody who signs in."""

    id: int
    login: str
    name: str
    role: Role
    agency: str | None
    owner: str | None
    mail: str
    phone: str
    locale: str
    active: bool


class PersonChangeTold(Told):
    """One thing done to an account."""

    kind: str
    by_name: str
    at: datetime


class AccountAsked(Asked):
    """What is said of a person; `owner` is for operators, `agency` for those who work at one."""

    login: Line
    name: Line
    role: Role
    agency: Key | None = None
    owner: Key | None = None
    mail: Line = ""
    phone: Line = ""
    locale: Line = "zh"


class PersonAsked(AccountAsked):
    """A new person with a first password."""

    password: Password


class PasswordAsked(Asked):
    """A new password."""

    password: Password


class OwnPasswordAsked(PasswordAsked):
    """A new password of one's own, and the present one as proof."""

    current: Password
