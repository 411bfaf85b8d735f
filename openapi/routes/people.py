"""People: an administrator adds, changes, blocks and lets in; everybody changes their own password."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from engine.actions.people import (
    Account,
    activate,
    add_person,
    change_person,
    deactivate,
    reset_password,
)
from engine.model.words import Role
from engine.store import people
from openapi.fields import LARGEST, Limit, Number
from openapi.schemas.people import (
    AccountAsked,
    OwnPasswordAsked,
    PasswordAsked,
    PersonAsked,
    PersonChangeTold,
    PersonTold,
)
from web.asking import Someone, only, work
from web.own_password import change_own
from web.passwords import hashed

router = APIRouter(tags=["people"])


@router.get("/people")
async def list_people(
    request: Request,
    by: Someone,
    after: Annotated[int, Query(ge=0, le=LARGEST, description="Id of the last one of the page before.")] = 0,
    limit: Limit = 50,
) -> list[PersonTold]:
    """Everybody who signs in, in the order in which they were added."""
    only(by, Role.ADMIN)
    async with work(request, by) as unit:
        found = sorted(await people.everyone(unit.session), key=lambda one: one.id)
    return [PersonTold.model_validate(one) for one in found if one.id > after][:limit]


@router.post("/people", status_code=201)
async def add(asked: PersonAsked, request: Request, by: Someone) -> PersonTold:
    """Let somebody in; every fault of the account and the password is named at once."""
    account = Account(**asked.model_dump(exclude={"password"}))
    async with work(request, by) as unit:
        person = await add_person(unit, account, password=asked.password, hashing=hashed)
    return PersonTold.model_validate(person)


@router.put("/people/{person_id}")
async def change(person_id: Number, asked: AccountAsked, request: Request, by: Someone) -> PersonTold:
    """Another name, role, agency, mail or language; the login stays as it is."""
    async with work(request, by) as unit:
        person = await change_person(unit, person_id, Account(**asked.model_dump()))
    return PersonTold.model_validate(person)


@router.get("/people/{person_id}/changes")
async def list_changes(person_id: Number, request: Request, by: Someone) -> list[PersonChangeTold]:
    """What was done to an account, newest first."""
    only(by, Role.ADMIN)
    async with work(request, by) as unit:
        found = await people.changes(unit.session, person_id)
    return [PersonChangeTold.model_validate(one) for one in found]


@router.post("/people/{person_id}/blocking")
async def block(person_id: Number, request: Request, by: Someone) -> PersonTold:
    """Shut somebody out; the last administrator cannot be."""
    async with work(request, by) as unit:
        return PersonTold.model_validate(await deactivate(unit, person_id))


@router.post("/people/{person_id}/unblocking")
async def unblock(person_id: Number, request: Request, by: Someone) -> PersonTold:
    """Let somebody in again."""
    async with work(request, by) as unit:
        return PersonTold.model_validate(await activate(unit, person_id))


@router.post("/people/{person_id}/password", status_code=204)
async def give_password(person_id: Number, asked: PasswordAsked, request: Request, by: Someone) -> Response:
    """Give somebody a new password; their sessions end."""
    async with work(request, by) as unit:
        await reset_password(unit, person_id, password=asked.password, hashing=hashed)
    return Response(status_code=204)


@router.post("/sessions/current/password", status_code=204)
async def own_password(asked: OwnPasswordAsked, request: Request, by: Someone) -> Response:
    """Another password for oneself; other sessions end."""
    await change_own(request, current=asked.current, password=asked.password)
    return Response(status_code=204)
