"""人员: who may sign in; adding somebody, changing an account, shutting it, giving a new password."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import Response

from console.navigation import PEOPLE
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.saying import saying
from console.view import View
from engine.actions.people import (
    Account,
    activate,
    add_person,
    change_person,
    deactivate,
    reset_password,
)
from engine.errors import EngineError, NotFound
from engine.model.person import Person
from engine.model.words import Role
from engine.rules.accounts import AT_AGENCY, LOCALES, MAY_BELONG
from engine.store import people
from web import passwords
from web.asking import database_of, work
from web.faults import refusal as refused_by_shape

router = APIRouter()
AtPeople = Annotated[View, Depends(at(PEOPLE))]
PASSWORD_BYTES = 12
FIELDS = ("login", "name", "role", "agency", "owner", "mail", "phone", "locale")


@router.get("/people")
async def staff(view: AtPeople) -> Response:
    """Everybody who may sign in, by role."""
    async with database_of(view.request).transaction() as session:
        everyone = await people.everyone(session)
    words, role = view.query("q").strip(), view.query("role")
    found = [one for one in everyone if fits(view, one, words) and role in ("", one.role)]
    active = sum(one.active for one in everyone)
    return page(view, "pages/people.html", people=found, roles=Role, count=active)


@router.get("/people/new")
async def blank(view: AtPeople) -> Response:
    """The form of a new person."""
    return form_page(view, dict.fromkeys(FIELDS, ""))


@router.post("/people")
async def add(view: AtPeople) -> Response:
    """Let somebody in; a password made here is shown once, on the answer."""
    form = await view.request.form()
    given = typed(form)
    password = said(form, "password") or secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        async with work(view.request, view.reader) as unit:
            hashing = passwords.hashed
            person = await add_person(unit, account(given), password=password, hashing=hashing)
    except EngineError as error:
        return form_page(view, given, refused=refusal(view, error))
    return page(view, "pages/person_added.html", person=person, password=password)


@router.get("/people/{person_id}")
async def person(view: AtPeople, person_id: int) -> Response:
    """One account, and what was done to it."""
    return await person_page(view, person_id)


@router.post("/people/{person_id}")
async def change(view: AtPeople, person_id: int) -> Response:
    """Another name, role, agency, mail or language."""
    given = typed(await view.request.form())
    try:
        async with work(view.request, view.reader) as unit:
            await change_person(unit, person_id, account(given))
    except EngineError as error:
        return await person_page(view, person_id, given=given, refused=refusal(view, error))
    return saying("person_changed", f"/people/{person_id}")


@router.post("/people/{person_id}/{deed}")
async def switch(view: AtPeople, person_id: int, deed: str) -> Response:
    """Block or unblock an account, or give it a new password."""
    if deed == "password":
        return await new_password(view, person_id)
    verb = {"block": deactivate, "unblock": activate}.get(deed)
    if verb is None:
        raise NotFound(f"nobody can {deed} a person")
    try:
        async with work(view.request, view.reader) as unit:
            await verb(unit, person_id)
    except EngineError as error:
        return await person_page(view, person_id, refused=refusal(view, error))
    return saying(f"person_{deed}", f"/people/{person_id}")


async def new_password(view: View, person_id: int) -> Response:
    """Given by the administrator, or made here and shown once."""
    password = said(await view.request.form(), "password") or secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        async with work(view.request, view.reader) as unit:
            hashing = passwords.hashed
            person = await reset_password(unit, person_id, password=password, hashing=hashing)
    except EngineError as error:
        return await person_page(view, person_id, refused=refusal(view, error))
    return page(view, "pages/person_added.html", person=person, password=password, reset=True)


def account(given: Mapping[str, str]) -> Account:
    """The form as an account."""
    empty = {name: given.get(name) or None for name in ("agency", "owner")}
    try:
        return Account.model_validate({name: given.get(name, "") for name in FIELDS} | empty)
    except ValidationError as error:
        raise refused_by_shape(error.errors()) from None


def form_page(view: View, given: Mapping[str, str], *, refused: Refusal | None = None) -> Response:
    """The form of a new person, as typed."""
    return page(view, "pages/person_new.html", given=given, refused=refused, **choices(view))


async def person_page(
    view: View, person_id: int, *, given: Mapping[str, str] | None = None, refused: Refusal | None = None
) -> Response:
    """The account as it is, or as typed."""
    async with database_of(view.request).transaction() as session:
        found = await session.get(Person, person_id)
        changes = await people.changes(session, person_id)
    if found is None:
        raise NotFound(f"no person {person_id}")
    shown = given or {name: getattr(found, name) or "" for name in FIELDS}
    facts: dict[str, Any] = {"person": found, "changes": changes, "given": shown, **choices(view)}
    return page(view, "pages/person.html", refused=refused, **facts)


def choices(view: View) -> dict[str, Any]:
    """What the form offers."""
    channels: dict[str, list[str]] = {}
    for one in view.rules.directory.channels:
        channels.setdefault(one.owner, []).append(view.channel(one.key))
    owners = [
        (owner, f"{view.agency(owner)} · {view.gettext(', ').join(named)}")
        for owner, named in channels.items()
    ]
    return {
        "roles": [(one.value, view.word("role", one.value)) for one in Role],
        "owners": owners,
        "locales": [(one, view.word("locale", one)) for one in LOCALES],
        "at_agency": AT_AGENCY,
        "may_belong": MAY_BELONG,
    }


def said(form: FormData, name: str) -> str:
    """One field's value; passwords keep their spaces."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def typed(form: FormData) -> dict[str, str]:
    """The account's fields as typed."""
    return {name: said(form, name).strip() for name in FIELDS}


def fits(view: View, one: Person, words: str) -> bool:
    """Whether the words are in the name, the login or the agency."""
    told: Sequence[str] = (one.name, one.login, view.agency(one.agency), view.agency(one.owner))
    return any(words in text for text in told)
