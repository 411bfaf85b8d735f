"""The headers of a table of tasks: which column means what."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from engine.catalog.importing.numerals import chapter, item


class Row(NamedTuple):
    """The cells of one row and where it stands; a merged cell repeats in every row and column it covers."""

    cells: tuple[str, ...]
    where: str


class Column(StrEnum):
    """What a column holds."""

    ORDINAL = "ordinal"
    SECTION = "section"
    ITEM = "item"
    DETAIL = "detail"
    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"


HEADINGS = {
    Column.ORDINAL: ("序号", "编号"),
    Column.SUPPORT: ("支持配合", "配合单位", "配合部门", "协办", "支持单位", "参与单位", "参加单位"),
    Column.LEAD: ("牵头", "主办"),
    Column.RESPONSIBLE: ("责任单位", "责任部门", "负责单位", "落实单位"),
    Column.DEADLINE: ("时限", "完成时间", "时间节点", "时间安排", "进度安排"),
    Column.DETAIL: ("细化", "落实举措", "落实措施", "工作目标"),
    Column.ITEM: ("具体举措", "具体措施", "工作事项", "事项", "举措", "主要内容", "任务内容"),
    Column.SECTION: ("重点任务", "工作任务", "主要任务", "任务", "措施", "类别", "领域"),
}
AGENCIES = {Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE}


def headed(cell: str) -> Column | None:
    """What a heading means."""
    text = "".join(cell.split())
    if not text or len(text) > 20:
        return None
    return next((column for column, words in HEADINGS.items() if any(word in text for word in words)), None)


def is_header(row: Row) -> bool:
    """Whether a row names columns, agencies among them."""
    found = [headed(cell) for cell in row.cells]
    return len(set(found) - {None}) >= 2 and bool(AGENCIES & set(found))


def columns(rows: Sequence[Row]) -> tuple[list[Column | None], int] | None:
    """The columns' meanings and the index of the first row below; None if the rows are no table of tasks."""
    start = next((index for index, row in enumerate(rows) if is_header(row)), None)
    if start is None:
        return None
    found = [headed(cell) for cell in rows[start].cells]
    end = start + 1
    while end < len(rows) and is_second_header(rows[end]):
        below = [headed(cell) for cell in rows[end].cells]
        found = [lower or upper for upper, lower in zip(found, below, strict=False)]
        end += 1
    return named(found), end


def named(found: list[Column | None]) -> list[Column | None]:
    """A table without a column of items has them in its last column of tasks, or of details."""
    for column in (Column.SECTION, Column.DETAIL):
        if Column.ITEM not in found and column in found:
            last = len(found) - 1 - found[::-1].index(column)
            found = [*found[:last], Column.ITEM, *found[last + 1 :]]
    return found


def is_second_header(row: Row) -> bool:
    """Whether a row only refines the header above it."""
    written = [cell for cell in row.cells if cell.strip()]
    return bool(written) and all(
        headed(cell) and item(cell) is None and chapter(cell) is None for cell in written
    )
