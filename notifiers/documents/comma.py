"""Tables as CSV: UTF-8 with a byte order mark, so that spreadsheets read the Chinese; lines end as RFC 4180 says."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from notifiers.documents.guard import guarded
from notifiers.documents.ledger import COLUMNS, Cell, rows
from notifiers.documents.page import Page


def comma(page: Page) -> bytes:
    """The ledger."""
    return as_csv([page.word(column.key) for column in COLUMNS], rows(page))


def as_csv(heads: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """Any table."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([plain(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def plain(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return guarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
