"""A policy document as measures: read, understood, and everything unsure left to be confirmed."""

from collections.abc import Callable, Sequence
from itertools import takewhile
from pathlib import Path

from engine.catalog.importing import grid, prose
from engine.catalog.importing.columns import Row, is_header
from engine.catalog.importing.found import Doubt, Imported, Item, Why
from engine.catalog.importing.heading import front
from engine.catalog.importing.pages import Line, clean, joined
from engine.catalog.importing.plain_text import read_text, table
from engine.catalog.importing.responsibility import Reader
from engine.catalog.importing.separated import read_separated
from engine.catalog.importing.sources import Source, refused, size_checked
from engine.catalog.importing.understanding import Understanding
from engine.catalog.importing.word import read_word
from engine.catalog.importing.workbook import read_workbook
from engine.model.directory import Directory

READERS: dict[str, Callable[[Path], Source]] = {
    ".txt": read_text,
    ".docx": read_word,
    ".xlsx": read_workbook,
    ".csv": read_separated,
}
HOW = "number the measures 1. or （一） in the text itself, or head the table 责任单位 or 牵头单位"


def import_document(path: Path, directory: Directory, *, year: int | None = None) -> Imported:
    """Read a policy document against the names that the directory knows; `year` is its own where it names none."""
    source = opened(path)
    pages = clean(source.lines)
    tables = source.tables or [table(pages.lines)]
    items, doubts = tabled(tables) or told(pages.lines)
    if not items:
        what = "holds no numbered measures and no table of tasks"
        raise refused(path.name, what, HOW)
    said = front(pages.lines or above(tables[0]))
    understanding = Understanding(Reader(directory), said.year or year)
    measures = tuple(understanding.measure(one) for one in items)
    understanding.of_all(items, measures)
    return Imported(
        name=path.name,
        title=said.title or path.stem,
        reference=said.reference,
        issued_on=said.issued_on,
        year=said.year or year,
        complete=pages.complete and not any(one.why == Why.TRUNCATED for one in doubts),
        measures=measures,
        to_confirm=(*pages.doubts, *doubts, *understanding.doubts),
    )


def above(rows: Sequence[Row]) -> list[Line]:
    """What a sheet says of itself above the heading of its table; where it says nothing its file's name does."""
    first = takewhile(lambda row: not is_header(row), rows[:3])
    return [Line(joined(row.cells[:1]), row.where) for row in first]


def opened(path: Path) -> Source:
    """The file through the reader of its format."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(READERS)
        raise refused(
            path.name, f"{path.suffix or 'a file without suffix'} cannot be read", f"save it as {kinds}"
        )
    return reader(size_checked(path))


def tabled(tables: Sequence[Sequence[Row]]) -> tuple[list[Item], list[Doubt]] | None:
    """The items of all tables taken as one; a table cut by pages may repeat its header or not."""
    rows, doubts = pruned([row for one in tables for row in one])
    found = grid.tasks(rows)
    return (found[0], [*doubts, *found[1]]) if found else None


def pruned(rows: Sequence[Row]) -> tuple[list[Row], list[Doubt]]:
    """The rows without those of a single cell that advertises; none after the end of a preview."""
    kept: list[Row] = []
    doubts: list[Doubt] = []
    for row in rows:
        distinct = list({cell.strip(): None for cell in row.cells if cell.strip()})
        pages = clean([Line(joined(distinct[0].splitlines()), row.where)] if len(distinct) == 1 else [])
        doubts += pages.doubts
        if not pages.complete:
            break
        if not pages.doubts:
            kept.append(row)
    return kept, doubts


def told(lines: Sequence[Line]) -> tuple[list[Item], list[Doubt]]:
    """The items of running text; a chapter without any shows where a truncated source ends."""
    doubts = [
        Doubt(
            why=Why.TRUNCATED,
            where=one.where,
            what=f"no measure follows the chapter {joined(one.lines)[:40]}",
        )
        for one in prose.empty_chapters(lines)
    ]
    return list(prose.items(lines)), doubts
