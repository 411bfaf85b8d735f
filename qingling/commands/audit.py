"""`qingling audit`: export the trail, and verify it, where the database is or where it is not."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from engine.actions.verify_trail import verify_trail
from engine.database import Database
from engine.model.chain import Verified
from engine.settings import Settings
from notifiers.findings import line
from qingling.house import open_house
from qingling.refusal import refusing
from qingling.trail import verify as verify_file
from qingling.trail import write

NAMED = 20  # one by one
app = typer.Typer(no_args_is_help=True, help=__doc__)
Roots = Annotated[
    list[Path] | None, typer.Option("--root", exists=True, help="A daily root, or their folder.")
]
Key = Annotated[
    Path | None, typer.Option("--key", exists=True, help="File with the key that signs the seals.")
]


@app.command()
def export(to: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write every event and seal into a file that can be verified without the database."""

    async def run() -> tuple[int, int]:
        house = await open_house(Settings())
        database = Database(house.url)
        try:
            with to.open("w", encoding="utf-8") as out:
                async with database.statement() as connection:
                    return await write(connection, out)
        finally:
            await database.close()
            house.close()

    with refusing():
        events, made = asyncio.run(run())
    typer.echo(f"{events} events and {made} seals in {to}")


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(exists=True, help="An export; without one, the database.")
    ] = None,
    roots: Roots = None,
    key: Key = None,
) -> None:
    """Verify chains, seals, daily roots and signatures; the exit code is 1 if anything does not hold."""
    with refusing():
        if file is None:
            shown(asyncio.run(in_database()))
        else:
            shown(verify_file(file, roots=single(roots or []), key=key.read_bytes() if key else None))


def single(roots: list[Path]) -> list[Path]:
    """Folders opened."""
    return [one for root in roots for one in (sorted(root.glob("*.json")) if root.is_dir() else [root])]


async def in_database() -> Verified:
    """The same on this installation's database, with its own key and the daily roots of its folder."""
    house = await open_house(Settings())
    database = Database(house.url)
    try:
        return await verify_trail(database, house.settings)
    finally:
        await database.close()
        house.close()


def shown(found: Verified) -> None:
    """What was looked at, and the first things that do not hold."""
    typer.echo(
        f"{found.events} events of {found.issues} issues, {found.seals} seals, {found.unsealed} not yet sealed,"
        f" {found.roots} daily roots"
    )
    for one in found.breaches[:NAMED]:
        typer.echo(f"✗ {line({'code': one.code, **one.facts}, 'en')}")
    if len(found.breaches) > NAMED:
        typer.echo(f"✗ and {len(found.breaches) - NAMED} more")
    if found.breaches:
        raise typer.Exit(1)
    typer.echo("✓ the trail is whole")
