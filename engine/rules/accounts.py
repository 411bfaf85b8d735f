"""What an account must say: a login that can be typed, an agency where the role works for one, a mail that may be one."""

import re
from collections.abc import Iterator

from engine.errors import Fault
from engine.model.directory import Directory
from engine.model.words import Role

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LOCALES = ("zh", "en")
AT_AGENCY = frozenset({Role.HANDLER, Role.AGENCY_LEAD})
MAY_BELONG = AT_AGENCY | {Role.TASK_FORCE}  # key staff of the agencies themselves


def faults(
    directory: Directory,
    *,
    login: str,
    name: str,
    role: Role,
    agency: str | None,
    owner: str | None,
    mail: str,
    phone: str,
    locale: str,
) -> Iterator[Fault]:
    """Everything wrong with an account."""
    if not LOGIN.fullmatch(login):
        mend = "use 3 to 60 small letters, figures, dots, hyphens"
        yield Fault("login", "cannot be a login", mend, "login_shape")
    if not name or len(name) > 60:
        yield Fault("name", "is empty or too long", "write the name that others read", "person_name")
    if mail and not MAIL.fullmatch(mail):
        yield Fault("mail", f"{mail} is no address", "write it as name@house.example", "mail_shape")
    if len(phone) > 60:
        yield Fault("phone", "is too long", "write one number", "too_long")
    if locale not in LOCALES:
        yield Fault("locale", f"{locale} is not spoken here", "choose zh or en", "enum")
    yield from belonging(directory, role, agency, owner)


def belonging(directory: Directory, role: Role, agency: str | None, owner: str | None) -> Iterator[Fault]:
    """The agency somebody works at, and the owner whose calls somebody takes."""
    if role in AT_AGENCY and not agency:
        yield Fault("agency", f"a {role.value} works at an agency", "choose it", "agency_needed")
    elif agency and role not in MAY_BELONG:
        yield Fault("agency", f"a {role.value} works for no agency", "leave it empty", "agency_unfit")
    elif agency and not directory.has_agency(agency):
        mend = "choose one of the directory in force"
        yield Fault("agency", f"{agency} is not in the directory", mend, "unknown_agency")
    owners = {one.owner for one in directory.channels}
    if role is Role.OPERATOR and owner not in owners:
        mend = "choose an owner of a channel"
        yield Fault("owner", "an operator takes the calls of a channel's owner", mend, "owner_needed")
    elif owner and role is not Role.OPERATOR:
        yield Fault("owner", "only operators take a channel's calls", "leave it empty", "owner_unfit")
