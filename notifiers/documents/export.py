"""Any list of issues as a file to take along: CSV or a workbook with one sheet."""

import asyncio
from codecs import BOM_UTF8 as BOM
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from engine.errors import Fault, Invalid
from notifiers.documents.comma import as_csv, as_lines
from notifiers.documents.ledger import Cell
from notifiers.documents.words import house_word, word
from notifiers.documents.workbook import Book

COLUMNS = (
    ("reference", 18),
    ("subject", 40),
    ("enterprise", 30),
    ("kind", 9),
    ("urgency", 9),
    ("status", 11),
    ("channel", 20),
    ("measure", 24),
    ("agency", 20),
    ("at", 16),
    ("due_at", 16),
)
MOST = 20_000  # rows of a workbook; a spreadsheet of more is better read from CSV
Kind = Literal["csv", "xlsx"]
TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Names = Mapping[str, str]
Rows = Sequence[Mapping[str, Any]]


def lines(issues: Rows, *, agencies: Names, channels: Names, zone: ZoneInfo, locale: str) -> list[list[Cell]]:
    """The issues' cells, in the order of the columns; who stands behind a tip-off is left out."""
    return [
        [
            str(one["reference"]),
            str(one["title"]),
            word("withheld", locale) if one["kind"] == "tip_off" else str(one["enterprise"]),
            house_word("kind", one["kind"], locale),
            house_word("urgency", one["urgency"], locale),
            house_word("status", one["status"], locale),
            channels.get(one["channel"], one["channel"]),
            f"{one['document']}/{one['number']}" if one["document"] else None,
            agencies.get(one["lead"], one["lead"]) if one["lead"] else word("nowhere", locale),
            local(one["at"], zone),
            local(one["due_at"], zone),
        ]
        for one in issues
    ]


def local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The local time without its zone, as spreadsheets keep it."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0) if at else None


def heads(locale: str) -> list[str]:
    """The columns' labels."""
    return [word(key, locale) for key, _ in COLUMNS]


def list_csv(rows: Sequence[Sequence[Cell]], locale: str) -> bytes:
    """The list as CSV."""
    return as_csv(heads(locale), rows)


async def flowing_csv(
    stretches: AsyncIterator[Sequence[Sequence[Cell]]], locale: str
) -> AsyncIterator[bytes]:
    """The list as CSV while it is read; a list of any length needs the memory of one stretch."""
    yield BOM + as_lines([heads(locale)])
    async for rows in stretches:
        yield as_lines(rows)


def list_xlsx(rows: Sequence[Sequence[Cell]], locale: str, *, title: str, sub: str, made: datetime) -> bytes:
    """The list as a workbook."""
    book = Book(title, sub, made=made)
    book.sheet(word("ledger", locale), [(word(key, locale), width, "text") for key, width in COLUMNS], rows)
    return book.closed()


async def gathered_xlsx(
    stretches: AsyncIterator[Sequence[Sequence[Cell]]],
    locale: str,
    *,
    title: str,
    made: datetime,
    zone: ZoneInfo,
) -> bytes:
    """The list as a workbook, made beside the event loop; a list too long for one is refused."""
    rows: list[Sequence[Cell]] = []
    async for some in stretches:
        rows += some
        if len(rows) > MOST:
            fault = Fault(
                "format", f"a workbook holds {MOST} rows here", "narrow the list, or take CSV", "too_many"
            )
            raise Invalid("the list is too long for a workbook", faults=[fault])
    sub = f"{made.astimezone(zone):%Y-%m-%d %H:%M}"
    return await asyncio.to_thread(list_xlsx, rows, locale, title=title, sub=sub, made=made)
