"""`qingling doctor`: check every part of an installation and say what to do."""

import asyncio

import typer

from engine.settings import Settings
from flows.checkup import Finding, checkup
from flows.runtime import runtime
from qingling.house import open_house
from qingling.refusal import refusing

app = typer.Typer()


@app.command()
def doctor() -> None:
    """Look at every part; the exit code is 1 if one is not well."""
    with refusing():
        found = asyncio.run(look())
    for one in found:
        typer.echo(f"{'✓' if one.well else '✗'} {one.part}: {one.seen}")
        if one.remedy:
            typer.echo(f"    → {one.remedy}")
    if not all(one.well for one in found):
        raise typer.Exit(1)


async def look() -> list[Finding]:
    """The checks on this installation's database, whoever serves it."""
    house = await open_house(Settings())
    try:
        async with runtime(house.settings, url=house.url) as use:
            return await checkup(use)
    finally:
        house.close()
