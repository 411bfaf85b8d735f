"""人员: who may sign in is added, changed, shut out and let in again; each leaves a line in the account's own trail."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.actions.work import Work
from engine.errors import Conflict, Fault, Invalid, NotFound
from engine.model.person import Person, PersonChange
from engine.model.words import Role
from engine.rules import passwords, permits
from engine.rules.accounts import faults
from engine.store import people, sessions

Hashing = Callable[[str], str]
NOT_ADDED = "the person was not added"


class Account(BaseModel):
    """What is said of a person, apart from the password."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    login: str
    name: str
    role: Role
    agency: str | None = None
    owner: str | None = None  # an operator's: owner of the channels whose calls they take
    mail: str = ""
    phone: str = ""
    locale: str = "zh"


async def add_person(work: Work, account: Account, *, password: str, hashing: Hashing) -> Person:
    """A person may sign in from now on; every fault of the account and the password is named at once."""
    permits.check_house(work.by, "manage_people")
    found = [*account_faults(work, account), *passwords.faults(password, login=account.login)]
    if await people.by_login(work.session, account.login) is not None:
        found.insert(0, taken(account.login))
    refuse(found, NOT_ADDED)
    asked = Person(**account.model_dump(), password_hash=hashing(password))
    person = await people.add(work.session, asked)
    if person is None:  # somebody took the login this very moment
        raise Invalid(NOT_ADDED, faults=[taken(account.login)])
    await note(work, person, "added", {"role": account.role, "agency": account.agency or account.owner})
    return person


async def change_person(work: Work, person_id: int, account: Account) -> Person:
    """Another name, role, agency, mail or language; the login stays, since the trail knows people by it."""
    permits.check_house(work.by, "manage_people")
    person = await locked(work, person_id)
    asked = account.model_copy(update={"login": person.login})
    refuse(account_faults(work, asked), "the person was not changed")
    if person.role == Role.ADMIN and asked.role is not Role.ADMIN:
        await refuse_last_administrator(work, person)
    wanted = asked.model_dump()
    changed = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        await note(work, person, "changed", changed)
    return person


async def deactivate(work: Work, person_id: int) -> Person:
    """停用: the person signs in no more and is signed out everywhere; what they did stays theirs."""
    permits.check_house(work.by, "manage_people")
    person = await locked(work, person_id)
    if not person.active:
        raise Conflict(f"{person.login} is blocked already", why="blocked_already")
    await refuse_last_administrator(work, person)
    person.active = False
    await sessions.end_all(work.session, person.id)
    await note(work, person, "blocked")
    return person


async def activate(work: Work, person_id: int) -> Person:
    """启用: the person may sign in again with the password they had."""
    permits.check_house(work.by, "manage_people")
    person = await locked(work, person_id)
    if person.active:
        raise Conflict(f"{person.login} is active already", why="active_already")
    person.active = True
    await note(work, person, "unblocked")
    return person


async def reset_password(work: Work, person_id: int, *, password: str, hashing: Hashing) -> Person:
    """An administrator gives somebody a new password; whoever was signed in with the old one is signed out."""
    permits.check_house(work.by, "manage_people")
    person = await locked(work, person_id)
    refuse(passwords.faults(password, login=person.login), "the password was not set")
    person.password_hash = hashing(password)
    await sessions.end_all(work.session, person.id)
    await note(work, person, "password_reset")
    return person


async def change_own_password(work: Work, *, password: str, hashing: Hashing, keep: str) -> Person:
    """A new password of one's own, the old one having been proved; other sessions than `keep` end."""
    person = await locked(work, work.by.person_id or 0)
    refuse(passwords.faults(password, login=person.login), "the password was not changed")
    person.password_hash = hashing(password)
    await sessions.end_all(work.session, person.id, but=keep)
    await note(work, person, "password_changed")
    return person


async def locked(work: Work, person_id: int) -> Person:
    """The person, held until the transaction ends."""
    person = await people.locked(work.session, person_id)
    if person is None:
        raise NotFound(f"no person {person_id}")
    return person


async def refuse_last_administrator(work: Work, person: Person) -> None:
    """Somebody must be left who can let people in."""
    if person.role == Role.ADMIN and await people.administrators(work.session) <= {person.id}:
        raise Conflict(f"{person.login} is the last administrator", why="last_administrator")


def account_faults(work: Work, account: Account) -> list[Fault]:
    """What the rules and the directory in force have against it."""
    return list(faults(work.rules.directory, **account.model_dump()))


def taken(login: str) -> Fault:
    """Two people cannot sign in by one name."""
    told = {"login": login}
    return Fault("login", f"somebody signs in as {login} already", "choose another", "login_taken", told)


def refuse(found: Iterable[Fault], message: str) -> None:
    """Refuse with every fault, if there is one."""
    if told := list(found):
        raise Invalid(message, faults=told)


async def note(work: Work, person: Person, kind: str, data: Mapping[str, Any] | None = None) -> None:
    """A line in the account's trail."""
    work.session.add(
        PersonChange(person_id=person.id, kind=kind, by_name=work.by.name, at=work.now, data=dict(data or {}))
    )
    await work.session.flush()
