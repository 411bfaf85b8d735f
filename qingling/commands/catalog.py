"""`qingling catalog`: show, check, compare, import and publish the directory. Only publishing needs a database."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from engine.catalog.compare import compare
from engine.catalog.importing.against import against, closest
from engine.catalog.importing.draft import draft
from engine.catalog.importing.found import Found, Imported
from engine.catalog.importing.importer import import_document
from engine.catalog.read import read_catalog
from engine.catalog.show import Shown, shown
from engine.errors import Conflict, Fault
from engine.model.directory import Directory
from engine.settings import Settings
from qingling.refusal import refusing

app = typer.Typer(no_args_is_help=True, help=__doc__)

Folder = Annotated[Path | None, typer.Option("--catalog", help="A catalogue folder; by default the port's.")]


def chosen(folder: Path | None) -> Directory:
    """The directory asked for."""
    return read_catalog(folder or Settings().catalog)


@app.command()
def show(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array, for programs.")] = False,
    catalog: Folder = None,
) -> None:
    """Print every measure with its agencies, as written and under today's names."""
    with refusing():
        rows = shown(chosen(catalog))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        typer.echo(line(row))


def line(row: Shown) -> str:
    """One measure for reading."""
    support = f" · {'、'.join(row['support'])}" if row["support"] else ""
    deadline = f" · {row['deadline_text']}" if row["deadline_text"] else ""
    lead = "、".join(row["lead"])
    return f"{row['document']}/{row['number']} {row['title']} → {lead}{support}{deadline} [{row['basis']}]"


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="A catalogue folder.")]) -> None:
    """Name every fault of a catalogue folder with its line and column."""
    with refusing():
        found = read_catalog(folder)
    typer.echo(f"{folder}: {len(found.measures)} measures of {len(found.documents)} documents, no fault")
    typer.echo(f"digest {found.digest}")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The catalogue folder as it was.")],
    new: Annotated[Path, typer.Argument(help="The catalogue folder as it would be.")],
) -> None:
    """Print every change from one catalogue folder to another."""
    with refusing():
        changes = compare(read_catalog(old), read_catalog(new))
    for change in changes:
        typer.echo(str(change))
    typer.echo(f"{len(changes)} changes" if changes else "no change")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A policy document: .txt, .docx, .xlsx or .csv.")],
    document: Annotated[str | None, typer.Option(help="Compare with this document of the catalogue.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write a draft of measures/<document>.yaml here.")] = None,
    year: Annotated[int | None, typer.Option(help="The document's year, where it names none.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="What was read, as JSON.")] = False,
    catalog: Folder = None,
) -> None:
    """Read a policy document: what was found, what is to be confirmed, what it would change. Nothing takes effect."""
    with refusing():
        directory = chosen(catalog)
        imported = import_document(file, directory, year=year)
        key = document or closest(imported, directory)
        changes = against(imported, directory, key) if key is not None else []
        if out is not None:
            write(out, draft(imported, key or out.stem))
    if as_json:
        typer.echo(imported.model_dump_json(indent=1))
        return
    tell(imported)
    typer.echo(
        f"\nCompared with {key}: {len(changes)} changes"
        if key
        else "\nNo document of the catalogue is like it"
    )
    for change in changes:
        typer.echo(f"  {change}")


def write(path: Path, text: str) -> None:
    """A draft in a file of its own; nothing is overwritten."""
    if path.exists():
        fault = Fault(str(path), "exists already", "name a new file", "exists")
        raise Conflict("the draft was not written", faults=[fault])
    path.write_text(text, encoding="utf-8")


def tell(imported: Imported) -> None:
    """What was read, and what is to be confirmed."""
    front = " · ".join(filter(None, (imported.title, imported.reference, str(imported.issued_on or ""))))
    typer.echo(
        f"{front}\n{len(imported.measures)} measures{'' if imported.complete else ', the source is truncated'}"
    )
    for one in imported.measures:
        typer.echo(f"  {told(one)}")
    typer.echo(f"\nTo be confirmed: {len(imported.to_confirm)}")
    for doubt in imported.to_confirm:
        typer.echo(f"  ? {f'{doubt.number}: ' if doubt.number else ''}{doubt}")


def told(one: Found) -> str:
    """A measure as read, for reading."""
    lead = "、".join(one.lead_as_written) or "—"
    support = f" · {'、'.join(one.support_as_written)}" if one.support_as_written else ""
    deadline = f" · {one.deadline_text}" if one.deadline_text else ""
    return f"{one.number or '?'} {one.title} → {lead}{' (by duty)' if one.by_duty else ''}{support}{deadline}"


@app.command()
def publish(
    folder: Annotated[Path | None, typer.Argument(help="A catalogue folder; by default the port's.")] = None,
    by: Annotated[str, typer.Option(help="Who answers for it.")] = "admin",
    note: Annotated[str, typer.Option(help="Why, for those who look at it later.")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask; the difference is shown all the same.")
    ] = False,
) -> None:
    """Check a folder, show how it differs from what is in force, ask, and let it take effect."""
    with refusing():
        asyncio.run(_publish(folder or Settings().catalog, by, note, yes))


async def _publish(folder: Path, by: str, note: str, yes: bool) -> None:
    from engine.database import Database
    from qingling.house import open_house
    from qingling.publishing import pending, publish

    house = await open_house(Settings())
    database = Database(house.url)
    try:
        shown = await pending(database, folder)
        for change in shown.changes:
            typer.echo(change)
        if not shown.changes:
            typer.echo("no change: this is what is in force")
        elif yes or typer.confirm(f"{len(shown.changes)} changes. Let them take effect?"):
            versions = await publish(database, shown, by=by, now=datetime.now(UTC), note=note)
            typer.echo("in force: " + ", ".join(f"{one.kind} {one.version}" for one in versions))
    finally:
        await database.close()
        house.close()
