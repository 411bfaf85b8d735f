"""`qingling sla`: explain a deadline day by day, prove all of them again from the events, ask what other limits would do."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import load_rulebook
from engine.actions.replay_clocks import Mismatch, mismatches, read
from engine.actions.what_if import what_if
from engine.catalog.policies import read_policies
from engine.database import Database
from engine.model.promise import Clock
from engine.model.words import Unit
from engine.rules.explain import Explanation, explain
from engine.rules.rulebook import Rulebook
from engine.rules.whatif import Difference
from engine.rules.worktime import local
from engine.settings import Settings
from engine.store import issues
from qingling.commands.calendar import row_text
from qingling.house import open_house
from qingling.refusal import refusing

app = typer.Typer(no_args_is_help=True, help=__doc__)
T = TypeVar("T")
SHOWN = 50  # differences printed one by one; all are counted
Since = Annotated[
    datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Reports from this day on.")
]
Until = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Reports before this day.")
]


def within(work: Callable[[AsyncSession, Rulebook], Awaitable[T]]) -> T:
    """Run work in one transaction on this installation's database, with the published rules of time."""

    async def run() -> T:
        house = await open_house(Settings())
        database = Database(house.url)
        try:
            async with database.transaction() as session:
                return await work(session, await load_rulebook(session))
        finally:
            await database.close()
            house.close()

    with refusing():
        return asyncio.run(run())
    raise AssertionError  # a refusal leaves the command


@app.command("explain")
def explain_command(
    reference: str,
    all_clocks: Annotated[bool, typer.Option("--all", help="Also clocks that were met.")] = False,
) -> None:
    """Every deadline of an issue: what moved it, and its sum day by day."""

    async def work(session: AsyncSession, book: Rulebook) -> None:
        issue = await issues.by_reference(session, reference)
        found = [one async for one in read(session, only=issue.id)]
        for key, clock in found[0].stored.items():
            told = explain(found[0].events, key, book) if clock.open or all_clocks else None
            if told is not None:
                show(told, book)

    within(work)


def show(told: Explanation, book: Rulebook) -> None:
    """One clock as text."""
    clock = told.clock
    calendar = book.calendar_of(clock.book, clock.calendar)
    amount = (
        f"{clock.amount} workdays" if clock.unit is Unit.WORKDAYS else f"{clock.amount} minutes {clock.unit}"
    )
    typer.echo(
        f"\n{clock.key.text}  {clock.agency or ''}  {amount}  by {clock.policy} v{clock.book.policies}"
    )
    for turn in told.turns:
        due = (
            local(calendar, turn.clock.due_at).isoformat(" ", "minutes")
            if turn.clock.due_at
            else "stands still"
        )
        typer.echo(
            f"  #{turn.seq} {turn.kind:16} {local(calendar, turn.at):%Y-%m-%d %H:%M}  {turn.clock.state:9} {due}"
        )
    for day in told.days:
        typer.echo(f"    {row_text(day)}")
    mark = "  (provisional)" if clock.provisional else ""
    typer.echo(f"  = {told.counted:g} counted, {told.left:g} left, late {len(clock.breaches)} times{mark}")


@app.command("replay")
def replay_command() -> None:
    """Reckon every clock again from the events; there must be no difference, else the exit code is 1."""

    async def work(session: AsyncSession, book: Rulebook) -> int:
        began, seen, clocks, found = time.perf_counter(), 0, 0, 0
        async for history in read(session):
            seen, clocks = seen + 1, clocks + len(history.stored)
            for one in mismatches(history, book):
                found += 1
                if found <= SHOWN:
                    typer.echo(mismatch_text(one))
        typer.echo(
            f"{seen} issues, {clocks} clocks, {found} differences, {time.perf_counter() - began:.1f} s"
        )
        return found

    if within(work):
        raise typer.Exit(1)


def mismatch_text(one: Mismatch) -> str:
    """The fields in which a stored clock differs from its history."""
    stored = one.stored.model_dump(mode="json") if one.stored else {}
    reckoned = one.reckoned.model_dump(mode="json") if one.reckoned else {}
    fields = [name for name in {**stored, **reckoned} if stored.get(name) != reckoned.get(name)]
    parts = "; ".join(f"{name} {stored.get(name)} -> {reckoned.get(name)}" for name in fields)
    return f"{one.reference} {one.key.text}: {parts}"


@app.command("whatif")
def whatif_command(
    policy: Annotated[Path, typer.Option(help="A draft policies.yaml.")],
    start: Since = None,
    end: Until = None,
) -> None:
    """Replay histories under a draft of the policies and show what would have been late, or no longer late."""

    async def work(session: AsyncSession, book: Rulebook) -> None:
        draft, now = read_policies(policy), datetime.now(UTC)
        first, last = zoned(start, book), zoned(end, book)
        outcome = await what_if(session, book, draft, now=now, start=first, end=last)
        for reference, one in outcome.shown:
            typer.echo(f"{reference} {difference_text(one, book)}")
        for target in outcome.targets:
            moved, late, kept = (some[target] for some in (outcome.moved, outcome.late, outcome.kept))
            typer.echo(f"{target:14} {moved:6} due times move, {late:6} more late, {kept:6} no longer late")
        typer.echo(f"{outcome.issues} issues replayed")

    within(work)


def zoned(day: datetime | None, book: Rulebook) -> datetime | None:
    """The beginning of a day in the calendar's zone."""
    return day.replace(tzinfo=book.calendar.tz) if day else None


def difference_text(one: Difference, book: Rulebook) -> str:
    """A clock whose lateness would change."""
    was, would_be = due_text(one.was, book), due_text(one.would_be, book)
    return f"{one.key.text}: {was} -> {would_be}, would be {'late' if one.would_be_late else 'in time'}"


def due_text(clock: Clock | None, book: Rulebook) -> str:
    """A due time, short."""
    return f"{local(book.calendar, clock.due_at):%m-%d %H:%M}" if clock and clock.due_at else "none"
