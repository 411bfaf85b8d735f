"""Tables as CSV: UTF-8 with a byte order mark, so that spreadsheets read the Chinese; lines end as RFC 4180 says."""

import csv
import io
from codecs import BOM_UTF8 as BOM
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
    return BOM + as_lines([heads]) + as_lines(lines)


def as_lines(lines: Iterable[Sequence[Cell]]) -> bytes:
    """Lines of a table; many such pieces make one file."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([plain(cell) for cell in line] for line in lines)
    return out.getvalue().encode()


def plain(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return guarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
