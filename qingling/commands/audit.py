"""`qingling audit`: export the trail, and verify it, where the database is or where it is not."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from engine.database import Database
from engine.rules.chain import broken_seals, few
from engine.settings import Settings
from engine.store import seals
from qingling.house import open_house
from qingling.refusal import refusing
from qingling.trail import Verified, write
from qingling.trail import verify as verify_file

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
    """The same on this installation's database, with its own key."""
    from flows.duties.sealing import key_of

    settings = Settings()
    house = await open_house(settings)
    database = Database(house.url)
    try:
        async with database.statement() as connection:
            faults = await seals.faults(connection)
            made = await seals.every(connection)
            events, issues, unsealed = await seals.extent(connection, made[-1].until_xid if made else 0)
    finally:
        await database.close()
        house.close()
    faults += broken_seals(made, key_of(settings))
    return Verified(events=events, issues=issues, seals=len(made), unsealed=unsealed, faults=few(faults))


def shown(found: Verified) -> None:
    """What was looked at, and every fault."""
    typer.echo(
        f"{found.events} events of {found.issues} issues, {found.seals} seals, {found.unsealed} not yet sealed"
    )
    for fault in found.faults:
        typer.echo(f"✗ {fault}")
    if found.faults:
        raise typer.Exit(1)
    typer.echo("✓ the trail is whole")
