"""Word documents: paragraphs and tables in the order of the body."""

from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from engine.catalog.importing.columns import Row
from engine.catalog.importing.pages import Line
from engine.catalog.importing.sources import Source, refused, unpacked


def read_word(path: Path) -> Source:
    """Its text and tables; a merged cell repeats in every row and column it covers."""
    try:
        document = docx.Document(str(unpacked(path, ".docx")))
    except (PackageNotFoundError, KeyError, ValueError):
        raise refused(path.name, "is no Word document", "save it anew as .docx") from None
    lines: list[Line] = []
    tables: list[list[Row]] = []
    for index, block in enumerate(document.iter_inner_content(), start=1):
        if isinstance(block, Table):
            tables.append(rows(block, f"{path.name}, table {len(tables) + 1}"))
        else:
            lines.extend(Line(text, f"{path.name}, paragraph {index}") for text in block.text.split("\n"))
    return Source(lines, tables)


def rows(table: Table, name: str) -> list[Row]:
    """The rows of one table."""
    return [
        Row(tuple(cell.text for cell in row.cells), f"{name}, row {index}")
        for index, row in enumerate(table.rows, start=1)
    ]
