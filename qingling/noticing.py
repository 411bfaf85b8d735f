"""`qingling calendar publish`: a notice takes effect on this installation, and the deadlines it touches move."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer

from engine.actions.in_force import InForce, load_in_force
from engine.actions.publish_notice import preview, proposed, publish_notice, touched
from engine.actions.reckon import Moved, reckon
from engine.actions.work import Work
from engine.catalog.notices import read_notice
from engine.database import Database
from engine.model.actor import SYSTEM
from engine.settings import Settings
from qingling.house import open_house


async def publish(path: Path, *, apply: bool) -> None:
    """Show every date and deadline that changes; with `apply`, publish and move them."""
    notice = read_notice(path)
    settings, now = Settings(), datetime.now(UTC)
    house = await open_house(settings)
    database = Database(house.url)
    try:
        rules = await in_force(database, settings)
        found = proposed(rules, notice)
        for change in found.changes:
            typer.echo(f"{change.on}  {'休→班' if change.working else '班→休'}  {change.label}")
        if not apply:
            async with database.transaction() as session:
                show(await preview(session, found, rules, by=SYSTEM, now=now), rules)
            typer.echo("nothing was published; say --yes to publish")
            return
        async with database.transaction() as session:
            version = await publish_notice(session, found, by=SYSTEM, now=now, note=notice.source)
            issues = await touched(session, found.changes, rules)
        moved = await move(database, await in_force(database, settings), issues, now=now)
        show(moved, rules)
        typer.echo(f"calendar version {version} is in force; add the notice to calendar.yaml as well")
    finally:
        await database.close()
        house.close()


async def in_force(database: Database, settings: Settings) -> InForce:
    """The rules as published now."""
    async with database.transaction() as session:
        return await load_in_force(session, zone=settings.timezone, prefix=settings.reference_prefix)


async def move(database: Database, rules: InForce, issues: Sequence[int], *, now: datetime) -> list[Moved]:
    """Reckon each issue in a transaction of its own; run again, it goes on where it stopped."""
    moved: list[Moved] = []
    for issue in issues:
        async with database.transaction() as session:
            moved += await reckon(Work(session=session, by=SYSTEM, now=now, rules=rules), issue)
    return moved


def show(moved: Sequence[Moved], rules: InForce) -> None:
    """Every deadline that moves."""

    def told(due: datetime | None, provisional: bool) -> str:
        return (
            f"{due.astimezone(rules.zone):%Y-%m-%d %H:%M}{' *' if provisional else ''}"
            if due
            else "stands still"
        )

    for one in moved:
        was, becomes = told(one.was, one.was_provisional), told(one.becomes, one.provisional)
        typer.echo(f"{one.reference} {one.key.text}: {was} -> {becomes}")
    typer.echo(f"{len(moved)} deadlines; * provisional")
