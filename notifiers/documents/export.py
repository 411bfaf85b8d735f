"""Any list of issues as a file to take along: CSV or a workbook with one sheet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifiers.documents.comma import as_csv
from notifiers.documents.ledger import Cell
from notifiers.documents.words import house_word, word
from notifiers.documents.workbook import Book

COLUMNS = (
    ("reference", 18),
    ("subject", 40),
    ("enterprise", 30),
    ("kind", 9),
    ("urgency", 9),
    ("channel", 20),
    ("measure", 24),
    ("agency", 20),
    ("at", 16),
)
Names = Mapping[str, str]


def lines(
    issues: Sequence[Mapping[str, Any]], *, agencies: Names, channels: Names, zone: ZoneInfo, locale: str
) -> list[list[Cell]]:
    """The issues' cells, in the order of the columns; who stands behind a tip-off is left out."""
    return [
        [
            str(one["reference"]),
            str(one["title"]),
            word("withheld", locale) if one["kind"] == "tip_off" else str(one["enterprise"]),
            house_word("kind", one["kind"], locale),
            house_word("urgency", one["urgency"], locale),
            channels.get(one["channel"], one["channel"]),
            f"{one['document']}/{one['number']}" if one["document"] else None,
            agencies.get(one["lead"], one["lead"]) if one["lead"] else word("nowhere", locale),
            one["at"].astimezone(zone).replace(tzinfo=None, microsecond=0),
        ]
        for one in issues
    ]


def list_csv(rows: Sequence[Sequence[Cell]], locale: str) -> bytes:
    """The list as CSV."""
    return as_csv([word(key, locale) for key, _ in COLUMNS], rows)


def list_xlsx(rows: Sequence[Sequence[Cell]], locale: str, *, title: str, sub: str, made: datetime) -> bytes:
    """The list as a workbook."""
    book = Book(title, sub, made=made)
    book.sheet(word("ledger", locale), [(word(key, locale), width, "text") for key, width in COLUMNS], rows)
    return book.closed()
