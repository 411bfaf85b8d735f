"""`qingling summary`: draw a week's summary, show it, and prove that it still comes out the same."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.draw_summary import draw_summary, preview, stored_summary
from engine.actions.in_force import InForce
from engine.actions.prove_summaries import prove
from engine.actions.release_summary import release_summary
from engine.actions.work import Work
from engine.errors import NotFound
from engine.model.actor import SYSTEM
from engine.model.figures import Figures
from engine.rules.weeks import week_named, week_of, weeks
from engine.settings import Settings
from engine.store import ledger, summaries
from notifiers.documents import export
from qingling.within import within

app = typer.Typer(no_args_is_help=True, help=__doc__)
Week = Annotated[str | None, typer.Option("--week", help="ISO week, as 2026-W46; the last one that ended.")]
First = Annotated[str | None, typer.Option("--from", help="The first of several weeks.")]
Last = Annotated[str | None, typer.Option("--to", help="The last of them, included.")]
AsJson = Annotated[bool, typer.Option("--json", help="The stored snapshot as JSON.")]


def last_week(rules: InForce) -> str:
    """The week before the one we are in."""
    return week_of(datetime.now(UTC), rules.zone).before().name


@app.command()
def draw(week: Week = None, first: First = None, last: Last = None) -> None:
    """Draw and store the summary of a week that has ended, or of several; drawn before, nothing changes."""

    async def work(session: AsyncSession, rules: InForce) -> None:
        for name in named(week, first, last) or (last_week(rules),):
            drawn = await draw_summary(session, week=name, now=datetime.now(UTC), rules=rules)
            tell(Figures.model_validate(drawn.figures))

    within(work)


def named(week: str | None, first: str | None, last: str | None) -> tuple[str, ...]:
    """The weeks asked for, the oldest first; none, if nothing was asked."""
    if (first is None) != (last is None) or (week and first):
        raise typer.BadParameter("say either --week or both --from and --to")
    if first is None or last is None:
        return (week,) if week else ()
    found = weeks(week_named(first), week_named(last))
    if not found:
        raise typer.BadParameter("--to lies before --from")
    return tuple(one.name for one in found)


@app.command()
def release(week: Week = None) -> None:
    """Put a drawn summary's mails into the outbox; released before, nothing is sent twice."""

    async def work(session: AsyncSession, rules: InForce) -> None:
        one = Work(session=session, by=SYSTEM, now=datetime.now(UTC), rules=rules)
        sent = await release_summary(one, week or last_week(rules), editions=Settings().summary_editions)
        typer.echo(f"{sent.week} released")

    within(work)


@app.command()
def show(week: Week = None, as_json: AsJson = False) -> None:
    """Show a stored summary."""

    async def work(session: AsyncSession, rules: InForce) -> None:
        found = await stored_summary(session, week or last_week(rules))
        if as_json:
            typer.echo(whole({"week": found.week, "figures": found.figures, "lists": found.lists}))
        else:
            tell(Figures.model_validate(found.figures))

    within(work)


@app.command("list")
def list_command(
    key: Annotated[str, typer.Argument(help="The list's key, as attention/overdue.")],
    week: Week = None,
    to: Annotated[Path | None, typer.Option("--to", help="Write a .csv or .xlsx instead.")] = None,
) -> None:
    """Open the list behind one number of a stored summary."""

    async def work(session: AsyncSession, rules: InForce) -> None:
        found = await stored_summary(session, week or last_week(rules))
        if key not in found.lists:
            raise NotFound(f"{found.week} has no list {key}; `qingling summary show --json` names them")
        issues = await ledger.rows(session, found.lists[key])
        cells = export.lines(
            issues,
            agencies={one.key: one.short_name for one in rules.directory.agencies},
            channels={one.key: one.name for one in rules.directory.channels},
            zone=rules.zone,
            locale="zh",
        )
        if to is None:
            names = [name for name, _ in export.COLUMNS]
            for row in (dict(zip(names, one, strict=True)) for one in cells):
                typer.echo(f"{row['reference']}  {row['agency']}  {row['subject']}")
        elif to.suffix == ".xlsx":
            title = f"{found.week} {key}"
            sub = f"{found.starts} – {found.ends}"
            to.write_bytes(export.list_xlsx(cells, "zh", title=title, sub=sub, made=found.drawn_at))
        else:
            to.write_bytes(export.list_csv(cells, "zh"))

    within(work)


@app.command("preview")
def preview_command(week: Week = None, as_json: AsJson = False) -> None:
    """Show the figures of a week as far as it has come (the present one by default); nothing is stored."""

    async def work(session: AsyncSession, rules: InForce) -> None:
        now = datetime.now(UTC)
        wanted = week or week_of(now, rules.zone).name
        made, lists = await preview(session, week=wanted, now=now, rules=rules)
        if as_json:
            typer.echo(whole({"week": wanted, "figures": made.model_dump(mode="json"), "lists": lists}))
        else:
            tell(made)

    within(work)


@app.command()
def check() -> None:
    """Prove every stored week: drawn anew the same, opened as the last closed, each list as long as its number, recounted."""

    async def work(session: AsyncSession, rules: InForce) -> bool:
        weeks = sorted(await summaries.weeks(session))
        proofs = [await prove(session, week, rules=rules) for week in weeks]
        for one in proofs:
            typer.echo(f"{one.week}  {one.numbers} numbers  {'; '.join(one.faults) or 'stands'}")
        faulty = sum(bool(one.faults) for one in proofs)
        typer.echo(f"{len(proofs)} summaries, {faulty} with faults")
        return faulty == 0

    if not within(work):
        raise typer.Exit(1)


def whole(value: dict[str, object]) -> str:
    """JSON with sorted keys: the same figures are the same bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2).decode()


def tell(made: Figures) -> None:
    """The figures on one screen."""
    balance = made.balance
    typer.echo(f"{made.week}  {made.starts} – {made.ends}")
    typer.echo(
        f"opening {balance.opening.n} + new {balance.new.n} + reopened {balance.reopened.n}"
        f" − off {balance.off.n} = closing {balance.closing.n}"
    )
    for name, rate in made.rates.items():
        share = "—" if rate.value is None else f"{rate.value:.1%}"
        typer.echo(f"  {name:<18}{share:>8}  {rate.numerator.n}/{rate.denominator.n}")
    for line in made.kept:
        if line.agency is None:
            share = "—" if line.on_time.value is None else f"{line.on_time.value:.1%}"
            counts = f"met {line.met.n}  broken {line.breached.n}  running {line.running.n}  overdue {line.overdue.n}"
            typer.echo(f"  {line.target:<18}{share:>8}  {counts}")
    for agency in made.agencies:
        typer.echo(
            f"  {agency.agency:<28}closing {agency.balance.closing.n:>5}  overdue {agency.overdue.n:>4}"
        )
