"""CSV files, with commas, semicolons or tabs."""

import csv
import io
from pathlib import Path

from engine.catalog.importing.columns import Row
from engine.catalog.importing.plain_text import decoded
from engine.catalog.importing.sources import Source, refused


def read_separated(path: Path) -> Source:
    """The file as one table; the separator is the one that its first lines have most of."""
    text = decoded(path)
    first = "\n".join(text.splitlines()[:5])
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        found = [Row(tuple(cells), f"{path.name}:{reader.line_num}") for cells in reader]
    except csv.Error as error:
        raise refused(path.name, f"line {reader.line_num}: {error}", "mend the quotes") from None
    return Source([], [found])
