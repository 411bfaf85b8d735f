"""Excel workbooks: each sheet is a table."""

from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from engine.catalog.importing.columns import Row
from engine.catalog.importing.sources import Source, refused, unpacked

MOST_ROWS, MOST_COLUMNS = 20_000, 60


def read_workbook(path: Path) -> Source:
    """Its sheets; a merged cell repeats in every row and column it covers."""
    try:
        book = openpyxl.load_workbook(unpacked(path, ".xlsx"), data_only=True)
    except (InvalidFileException, KeyError, ValueError):
        raise refused(path.name, "is no Excel workbook", "save it anew as .xlsx") from None
    return Source([], [rows(sheet, path.name) for sheet in book.worksheets])


def rows(sheet: Worksheet, name: str) -> list[Row]:
    """The rows of one sheet, merged cells filled."""
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise refused(name, f"sheet {sheet.title} is too large", f"keep to {MOST_ROWS} rows")
    cells = {(one.row, one.column): one.value for line in sheet.iter_rows() for one in line}
    for span in sheet.merged_cells.ranges:
        for row, column in span.cells:
            cells[row, column] = cells[span.min_row, span.min_col]
    return [
        Row(
            tuple(text(cells.get((row, column))) for column in range(1, sheet.max_column + 1)),
            f"{name}, {sheet.title}!{row}",
        )
        for row in range(1, sheet.max_row + 1)
    ]


def text(value: object) -> str:
    """A cell's value as text; whole numbers without a decimal point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
