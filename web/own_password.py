"""Changing one's own password: the old one is proved first, and tries are limited as at the door."""

from starlette.requests import Request

from engine.actions.people import change_own_password
from engine.model.person import Person
from web import passwords
from web.asking import address_of, database_of, required, work
from web.errors import WrongPassword


async def change_own(request: Request, *, current: str, password: str) -> None:
    """Set the new password and end every other session of the person."""
    who = await required(request)
    limits, address = request.app.state.limits, address_of(request)
    limits.login.use(f"{address} own {who.actor.person_id}")
    async with database_of(request).transaction() as session:
        person = await session.get(Person, who.actor.person_id)
    if not await passwords.fits(person.password_hash if person else None, current):
        raise WrongPassword("the present password is not this one", why="present_password")
    async with work(request, who.actor) as unit:
        await change_own_password(unit, password=password, hashing=passwords.hashed, keep=who.token_hash)
    limits.login.forgive(f"{address} own {who.actor.person_id}")
