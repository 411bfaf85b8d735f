"""People of an installation: the first administrator, and whoever is added from the command line."""

import secrets
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import InForce
from engine.actions.people import Account, add_person
from engine.actions.work import Work
from engine.model.actor import SYSTEM
from engine.model.person import Person
from engine.model.words import Role
from engine.store import people
from qingling.within import within
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
    account = Account(login=login, name=name, role=role, agency=agency, owner=owner, mail=mail)
    password = secrets.token_urlsafe(PASSWORD_BYTES)

    async def work(session: AsyncSession, rules: InForce) -> None:
        unit = Work(session=session, by=SYSTEM, now=datetime.now(UTC), rules=rules)
        await add_person(unit, account, password=password, hashing=hashed)

    within(work)
    typer.echo(f"{login}  {password}")


@app.command("list")
def listing() -> None:
    """Everybody, by role."""

    async def work(session: AsyncSession, _rules: InForce) -> list[Person]:
        return list(await people.everyone(session))

    for person in within(work):
        typer.echo(
            f"{person.role:12} {person.login:40} {person.agency or person.owner or '':28} {person.name}"
        )
