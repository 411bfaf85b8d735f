"""`qingling simulate FILE --from DATE --to DATE`: a file of reports through the same verbs and duties, under a fake clock."""

import asyncio
import shutil
from datetime import date, datetime, time
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from engine.database import Database
from engine.errors import EngineError, Invalid
from engine.routing.loading import load_router
from engine.rules.balances import Tally, tallies
from engine.rules.weeks import week_on, weeks
from engine.settings import Settings
from engine.store import ledger
from engine.store.recount import recount
from flows.simulation.month import SAMPLE_PASSWORD, Plan, play
from flows.simulation.story import Story
from notifiers.folder import letters
from qingling.house import House, load_catalog, open_house
from web.passwords import hashed

app = typer.Typer()
NAME = "simulation"


@app.command()
def simulate(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Reports as JSON lines.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of reports.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The day the story ends.")],
) -> None:
    """Play the reports with scripted agencies and enterprises, then print the ledger week by week."""
    try:
        asyncio.run(_simulate(file, first.date(), last.date()))
    except EngineError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal


async def _simulate(file: Path, first: date, last: date) -> None:
    if last < first:
        raise Invalid(f"the story ends on {last}, before it begins on {first}; swap --from and --to")
    settings = Settings()
    folder = settings.data / NAME
    shutil.rmtree(folder, ignore_errors=True)
    settings = settings.model_copy(update={"mailbox": folder / "mailbox"})
    house = await open_house(settings, name=NAME, fresh=True)
    database = Database(house.url, durable=False)
    try:
        begun = perf_counter()
        story = await _played(house, database, file, first, last)
        typer.echo(
            f"{len(story.samples)} reports, {story.acts} acts of people, {story.overtaken} overtaken, "
            f"{perf_counter() - begun:.1f} s"
        )
        await _report(settings, database, first, last)
    finally:
        await database.close()
        house.close()


async def _played(house: House, database: Database, file: Path, first: date, last: date) -> Story:
    settings = house.settings
    until = datetime.combine(last, time(23, 59), settings.timezone)
    directory = await load_catalog(database, settings, now=datetime.combine(first, time(), settings.timezone))
    plan = Plan(samples=file, first=first, last=last, until=until)
    router = load_router(settings, directory)
    return await play(settings, database, plan, router=router, password_hash=hashed(SAMPLE_PASSWORD))


async def _report(settings: Settings, database: Database, first: date, last: date) -> None:
    """Every week's balance, by the ledger's entries and by a recount of the events; then where the mails are."""
    typer.echo(f"{'week':10}{'opening':>9}{'new':>7}{'reopened':>10}{'off':>7}{'closing':>9}  recount")
    async with database.transaction() as session:
        for week in weeks(week_on(first), week_on(last)):
            start, end = week.span(settings.timezone)
            stood, moved = await ledger.standing(session, start), await ledger.movements(session, start, end)
            tally = tallies(stood, moved).get("total", Tally())
            counted = await recount(session, start, end)
            agree = counted.balanced and sum(counted.closing.values()) == len(tally.closing)
            terms = (tally.opening, tally.new, tally.reopened, tally.all_off, tally.closing)
            widths = (9, 7, 10, 7, 9)
            figures = "".join(f"{len(term):>{width}}" for term, width in zip(terms, widths, strict=True))
            balanced = "agrees" if agree and tally.difference == 0 else "DIFFERS"
            typer.echo(f"{week.name:10}{figures}  {balanced}")
    mails = list(letters(settings.mailbox_folder))
    summaries = sum("summary-" in mail.name for mail in mails)
    typer.echo(f"{len(mails)} mails, {summaries} of them weekly summaries, in {settings.mailbox_folder}")
