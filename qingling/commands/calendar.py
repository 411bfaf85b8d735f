"""`qingling calendar`: count due times, show a year, check a notice and publish it; only the last needs a database."""

import asyncio
import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from engine.catalog.calendars import read_almanac
from engine.catalog.notices import difference, read_notice, with_notice
from engine.model.calendar import Calendar
from engine.model.words import Unit
from engine.rules import worktime
from engine.rules.day_rows import DayRow, days
from engine.rules.due_batch import answers
from engine.settings import Settings
from qingling.refusal import refusing

app = typer.Typer(no_args_is_help=True, help=__doc__)

WEEKDAYS = "一二三四五六日"
From = Annotated[Path | None, typer.Option("--calendar", help="A calendar.yaml; by default the catalogue's.")]
Key = Annotated[str | None, typer.Option("--key", help="Which of its calendars; by default its default.")]


@app.command()
def due(
    batch: Annotated[
        Path | None, typer.Option(help="JSON lines: id, start, unit, amount. - reads standard input.")
    ] = None,
    start: Annotated[str | None, typer.Option(help="One question: an ISO time with offset.")] = None,
    unit: Annotated[Unit, typer.Option(help="workdays, worktime or elapsed.")] = Unit.WORKDAYS,
    amount: Annotated[int, typer.Option(min=0, help="Days for workdays, else minutes.")] = 1,
    calendar: From = None,
    key: Key = None,
) -> None:
    """Print `id, due, provisional` for a batch as JSON lines, or one period day by day.

    Windows are the calendar's: 09:00–12:00 and 13:30–17:30 Shanghai time by default. The first of workdays is the
    day after the start; a period of workdays ends at 17:30 of its last. Nothing is answered when a line is at fault.
    """
    with refusing():
        counted_on = chosen(calendar, key)
        if batch is not None:
            print_batch(batch, counted_on)
        elif start is not None:
            print_period(counted_on, start, amount, unit)
        else:
            raise typer.BadParameter("give --batch or --start")


def chosen(path: Path | None, key: str | None) -> Calendar:
    """The calendar asked for."""
    almanac = read_almanac(path or Settings().catalog / "calendar.yaml")
    names = [one.key for one in almanac.calendars]
    if key is not None and key not in names:
        raise typer.BadParameter(f"no calendar is called {key}; choose one of {', '.join(names)}")
    return almanac.named(key or almanac.default)


def print_batch(path: Path, calendar: Calendar) -> None:
    """Answers on standard output; the windows they were counted in on standard error."""
    try:
        lines = (sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read: {error}") from None
    found = answers(lines, calendar, name=path.name)
    typer.echo(f"{calendar.key}: {windows(calendar)}, {calendar.zone}", err=True)
    for one in found:
        answer = {"id": one.id, "due": one.due.isoformat(), "provisional": one.provisional}
        typer.echo(json.dumps(answer, ensure_ascii=False))


def windows(calendar: Calendar) -> str:
    """Its ordinary working windows."""
    return " ".join(str(window) for window in calendar.windows)


def print_period(calendar: Calendar, start: str, amount: int, unit: Unit) -> None:
    """One period with the days it is made of."""
    try:
        begins = datetime.fromisoformat(start)
    except ValueError:
        raise typer.BadParameter(f"{start!r} is no time; write it as 2026-10-08T09:00:00+08:00") from None
    ends = worktime.add(calendar, begins, amount, unit)
    for row in days(calendar, begins, ends, unit):
        typer.echo(row_text(row))
    mark = "  (provisional)" if worktime.touches_provisional(calendar, begins, ends, unit) else ""
    typer.echo(f"due {worktime.local(calendar, ends).isoformat()}{mark}")


def row_text(row: DayRow) -> str:
    """One day as a line."""
    mark = " *" if row.provisional else ""
    day = f"{row.on} 周{WEEKDAYS[row.on.weekday()]}"
    return f"{day}  {row.counted:>6g}  {row.why:<10} {row.label}  [{row.calendar} v{row.version}{mark}]"


@app.command()
def show(year: int, calendar: From = None, key: Key = None) -> None:
    """A year's days off and make-up workdays, and how many days are worked."""
    shown = chosen(calendar, key)
    first, last = date(year, 1, 1), date(year, 12, 31)
    for one in shown.overrides:
        if first <= one.on <= last:
            typer.echo(
                f"{one.on} 周{WEEKDAYS[one.on.weekday()]}  {'班' if one.working else '休'}  {one.label}"
            )
    dates = (first + timedelta(days=number) for number in range((last - first).days + 1))
    worked = sum(worktime.is_workday(shown, day) for day in dates)
    state = "provisional: no notice is published" if shown.provisional_year(year) else "published"
    typer.echo(f"{shown.key} {year}: {worked} workdays, {windows(shown)}, {shown.zone}, {state}")


@app.command()
def check(
    notice: Annotated[Path, typer.Argument(help="A notice as .yaml, .csv or .ics.")],
    calendar: From = None,
    key: Key = None,
) -> None:
    """Check a notice and show every date it changes. Nothing takes effect; publish it with the catalogue."""
    with refusing():
        before = chosen(calendar, key)
        found = read_notice(notice)
        after = with_notice(before, found, version=before.version + 1)
    changes = difference(before, after)
    for one in changes:
        typer.echo(
            f"{one.on} 周{WEEKDAYS[one.on.weekday()]}  {'休→班' if one.working else '班→休'}  {one.label}"
        )
    years = ", ".join(str(year) for year in found.years)
    typer.echo(f"{notice.name}: {len(found.days)} dates of {years}; {len(changes)} change")


@app.command()
def publish(
    notice: Annotated[Path, typer.Argument(help="A notice as .yaml, .csv or .ics.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Publish; without it every change is only shown.")
    ] = False,
) -> None:
    """Publish a notice on this installation: every date and every deadline it moves is listed."""
    from qingling.noticing import (
        publish as on_installation,
    )  # the other commands need no database, nor wait for one

    with refusing():
        asyncio.run(on_installation(notice, apply=yes))
