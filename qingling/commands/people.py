"""People of an installation: the first administrator, and whoever is added from the command line."""

import asyncio
import secrets
from typing import Annotated

import typer

from engine.database import Database
from engine.errors import EngineError, Invalid
from engine.model.person import Person
from engine.model.words import Role
from engine.settings import Settings
from engine.store import people
from qingling.house import open_house
from web.passwords import hashed

app = typer.Typer(help="People of an installation.", no_args_is_help=True)
PASSWORD_BYTES = 12


@app.command("add")
def add(
    login: str,
    name: Annotated[str, typer.Option(help="The name others read.")],
    role: Annotated[Role, typer.Option()],
    agency: Annotated[
        str | None, typer.Option(help="Agency key of a handler, agency lead or member.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Channel owner an operator works for.")] = None,
    mail: Annotated[str, typer.Option()] = "",
) -> None:
    """Add a person and print the password made for them, once."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    person = Person(
        login=login,
        name=name,
        role=role,
        agency=agency,
        owner=owner,
        mail=mail,
        password_hash=hashed(password),
    )
    try:
        asyncio.run(_store(person))
    except EngineError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    typer.echo(f"{login}  {password}")


@app.command("list")
def listing() -> None:
    """Everybody, by role."""
    for person in asyncio.run(_everyone()):
        typer.echo(
            f"{person.role:12} {person.login:40} {person.agency or person.owner or '':28} {person.name}"
        )


async def _store(person: Person) -> None:
    house = await open_house(Settings())
    database = Database(house.url)
    try:
        async with database.transaction() as session:
            if any(one.login == person.login for one in await people.everyone(session)):
                raise Invalid(f"somebody signs in as {person.login} already; choose another login")
            session.add(person)
    finally:
        await database.close()
        house.close()


async def _everyone() -> list[Person]:
    house = await open_house(Settings())
    database = Database(house.url)
    try:
        async with database.transaction() as session:
            return list(await people.everyone(session))
    finally:
        await database.close()
        house.close()
