"""The rows of a table of tasks: repeated headers, merged cells, and rows that a page broke in two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.catalog.importing.columns import Column, Row, columns, is_header
from engine.catalog.importing.found import Doubt, Item, Why
from engine.catalog.importing.numerals import chapter, item, ordinal
from engine.catalog.importing.pages import joined

Texts = dict[Column, str]


@dataclass(frozen=True, slots=True)
class Task:
    """A row understood: its texts by what they mean, its number and section."""

    texts: Texts
    where: str
    number: int | None
    section: str
    columns: frozenset[Column]

    def cell(self, column: Column) -> str | None:
        """What a column holds; None if the table has no such column."""
        return self.texts.get(column, "") if column in self.columns else None


@dataclass(slots=True)
class Table:
    """Reads rows one after another; `found` and `doubts` are what came of them."""

    meanings: list[Column | None]
    marked: bool = False  # items carry their own numbers, so that ordinals count sections
    section: str = ""
    found: list[Task] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """One row below the header."""
        distinct = {cell.strip() for cell in row.cells} - {""}
        if not distinct:
            return
        alone = next(iter(distinct)) if len(distinct) == 1 else ""
        if alone and chapter(alone) is not None and len(self.meanings) > 2:
            self.section = joined(alone.splitlines())
            return
        task = self.understood(row)
        bare = not set(task.texts) - {Column.ORDINAL, Column.SECTION}
        if self.found and not bare and goes_on(task, self.found[-1]):
            self.found[-1] = merged(self.found[-1], task)
        elif task.texts.get(Column.ITEM) or task.number is not None:
            self.found.append(task)
        else:
            what = f"row not understood: {joined(distinct)[:60]}"
            self.doubts.append(Doubt(why=Why.UNREAD_ROW, where=row.where, what=what))

    def understood(self, row: Row) -> Task:
        """The row's texts, number and section; an empty section is the one above."""
        texts: Texts = {}
        for meaning, cell in zip(self.meanings, row.cells, strict=False):
            if meaning is not None and cell.strip() and cell.strip() not in texts.get(meaning, ""):
                texts[meaning] = "\n".join(filter(None, (texts.get(meaning, ""), cell.strip())))
        number = numbered(texts, self.marked)
        if section := texts.get(Column.SECTION, ""):
            self.section = titled(texts.get(Column.ORDINAL, ""), joined(section.splitlines()).rstrip("。"))
        columns = frozenset(one for one in self.meanings if one is not None)
        return Task(texts, row.where, number, self.section, columns)


def numbered(texts: Texts, marked: bool) -> int | None:
    """The number a row begins with: its item's own, the task's where there is no item, or the ordinal."""
    if mark := item(texts.get(Column.ITEM) or texts.get(Column.SECTION, "")):
        return mark.number
    return None if marked else ordinal(texts.get(Column.ORDINAL, ""))


def marks_items(rows: Sequence[Row], meanings: Sequence[Column | None]) -> bool:
    """Whether any item of a table begins with its number."""
    places = [index for index, meaning in enumerate(meanings) if meaning == Column.ITEM]
    return any(item(row.cells[index]) for row in rows for index in places if index < len(row.cells))


def titled(sign: str, section: str) -> str:
    """A section with its ordinal before it, where the ordinal has a column of its own."""
    return section if not sign or sign.isdecimal() or chapter(section) is not None else f"{sign}、{section}"


def goes_on(task: Task, above: Task) -> bool:
    """Whether a row is the rest of the one above: without a number, or with a merged cell's repeated one."""
    if above.number is None or task.section != above.section:
        return False
    same = task.texts.get(Column.ITEM) == above.texts.get(Column.ITEM)
    return task.number is None or (task.number == above.number and same)


def merged(above: Task, task: Task) -> Task:
    """Two halves of a row as one; what a merged cell repeats is there once."""
    texts = dict(above.texts)
    for column, text in task.texts.items():
        if text not in texts.get(column, ""):
            texts[column] = "\n".join(filter(None, (texts.get(column, ""), text)))
    return replace(above, texts=texts)


def tasks(rows: Sequence[Row]) -> tuple[list[Item], list[Doubt]] | None:
    """The items of a table; None if it is no table of tasks. A repeated header may also change the columns."""
    table: Table | None = None
    below = 0
    for index, row in enumerate(rows):
        if is_header(row) and (header := columns(rows[index:])):
            below = index + header[1]
            table = table or Table([])
            table.meanings, table.marked = header[0], marks_items(rows, header[0])
        elif table is not None and index >= below:
            table.take(row)
    return (list(items(table)), table.doubts) if table is not None else None


def items(table: Table) -> Iterator[Item]:
    """The tasks as items."""
    for task in table.found:
        texts = task.texts
        name = joined((texts.get(Column.ITEM) or texts.get(Column.SECTION, "")).splitlines())
        mark = item(name)
        yield Item(
            number=task.number,
            section=task.section,
            text=mark.rest if mark else name,
            where=task.where,
            lead=task.cell(Column.LEAD),
            support=task.cell(Column.SUPPORT),
            responsible=task.cell(Column.RESPONSIBLE),
            deadline=texts.get(Column.DEADLINE, ""),
        )
