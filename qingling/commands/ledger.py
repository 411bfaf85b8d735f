"""`qingling ledger`: the balance of any period, and its recount from raw events."""

from datetime import datetime, timedelta
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.balance import balance as drawn
from engine.actions.balance import check_balance
from engine.actions.in_force import InForce
from engine.rules.balances import Division, Tally
from engine.rules.weeks import midnight
from qingling.within import within

app = typer.Typer(no_args_is_help=True, help=__doc__)
DAY = ["%Y-%m-%d"]
First = Annotated[datetime, typer.Option("--from", formats=DAY, help="The first day.")]
Last = Annotated[datetime, typer.Option("--to", formats=DAY, help="The last day, included.")]
TERMS = ("opening", "new", "reopened", "moved_in", "moved_out", "all_off", "closing")
HEADS = ("opening", "new", "reopened", "in", "out", "off", "closing")


def span(rules: InForce, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """From the first midnight to the one after the last day, local time."""
    if last < first:
        raise typer.BadParameter("--to lies before --from")
    return midnight(first.date(), rules.zone), midnight(last.date() + timedelta(days=1), rules.zone)


@app.command()
def balance(first: First, last: Last, by: Annotated[Division, typer.Option("--by")] = Division.TOTAL) -> None:
    """opening + new + reopened + in − out − off = closing, in all or divided."""

    async def work(session: AsyncSession, rules: InForce) -> dict[str, Tally]:
        return await drawn(session, *span(rules, first, last), by=by)

    parts = within(work)
    typer.echo(f"{'':<32}" + "".join(f"{head:>10}" for head in HEADS))
    for key in sorted(parts):
        counts = (len(getattr(parts[key], term)) for term in TERMS)
        typer.echo(f"{key:<32}" + "".join(f"{count:>10}" for count in counts))
    if by is Division.TOTAL and parts:
        typer.echo("off: " + ", ".join(f"{way} {len(found)}" for way, found in parts[by].off.items()))
    if any(part.difference for part in parts.values()):
        raise typer.Exit(1)


@app.command()
def recount(first: First, last: Last) -> None:
    """Count the period anew from raw events, by another way; every difference is named."""

    async def work(session: AsyncSession, rules: InForce) -> tuple[str, ...]:
        found = await check_balance(session, *span(rules, first, last))
        events = found.events
        typer.echo(
            f"from events: opening {sum(events.opening.values())} + new {events.new} + reopened {events.reopened}"
            f" − off {sum(events.off.values())} = closing {sum(events.closing.values())}"
        )
        return found.differences if events.balanced else (*found.differences, "the events do not balance")

    differences = within(work)
    typer.echo("\n".join(differences) or "the ledger agrees with the events")
    if differences:
        raise typer.Exit(1)
