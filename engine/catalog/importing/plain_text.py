"""Plain text, as copied from a page or a PDF: running text, or tables with tabs between or before the cells."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.catalog.importing.columns import Row
from engine.catalog.importing.pages import Line, numbered
from engine.catalog.importing.sources import Source, refused


def read_text(path: Path) -> Source:
    """The file's lines."""
    return Source(list(numbered(decoded(path).replace("\r\n", "\n").split("\n"), path.name)))


def table(lines: Sequence[Line]) -> list[Row]:
    """The rows that tabs make of lines; none where there are no tabs to speak of."""
    if any("\t" in line.text.strip("\t ") for line in lines):
        return list(tabbed(lines))
    if sum(line.text.startswith("\t") for line in lines) > 2:
        return list(stacked(lines))
    return []


def decoded(path: Path) -> str:
    """Text in UTF-8 or in the GB 18030 of older offices; anything else is refused."""
    raw = path.read_bytes()
    if b"\x00" in raw:
        raise refused(path.name, "is no plain text", "save it as .txt, .docx, .xlsx or .csv")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(path.name, "is neither UTF-8 nor GB 18030 text", "save it as UTF-8")


def tabbed(lines: Sequence[Line]) -> Iterator[Row]:
    """One row a line, its cells between tabs; a line without a tab goes on in the last cell above."""
    cells: list[str] = []
    where = ""
    for line in lines:
        if "\t" in line.text:
            if cells:
                yield Row(tuple(cells), where)
            cells, where = line.text.split("\t"), line.where
        elif cells and line.text.strip():
            cells[-1] = f"{cells[-1]}\n{line.text}"
    if cells:
        yield Row(tuple(cells), where)


def stacked(lines: Sequence[Line]) -> Iterator[Row]:
    """One cell a line, each after a tab; rows are parted by empty lines."""
    cells: list[str] = []
    where = ""
    for line in [*lines, Line("", "")]:
        if line.text.startswith("\t"):
            cells.append(line.text.strip())
            where = where or line.where
        elif line.text.strip() and cells:
            cells[-1] = f"{cells[-1]}\n{line.text.strip()}"
        elif not line.text.strip() and cells:
            yield Row(tuple(cells), where)
            cells, where = [], ""
