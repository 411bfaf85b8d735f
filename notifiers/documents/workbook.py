"""The summary as a workbook: its figures with a chart, the tables, and the ledger to sort and filter."""

import io
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from notifiers.documents import ledger, tables
from notifiers.documents.guard import suspicious
from notifiers.documents.ledger import Cell
from notifiers.documents.page import TERMS, Page

FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
HEAD = FONT | {
    "bold": True,
    "bg_color": "#0B4556",
    "font_color": "#FFFFFF",
    "text_wrap": True,
    "align": "center",
    "border": 1,
}
BODY = FONT | {"border": 1, "border_color": "#D6DFE3"}
A3, A4, WIDE = 8, 9, 200  # papers, and from how many characters across the larger is taken
ROW = 17  # points
LATIN = 0x2E7F  # characters behind it are wide
FIRST = 3  # row of a table's head, below title and period


class Book:
    """A workbook being written, with its few formats."""

    def __init__(self, title: str, sub: str, *, made: datetime, company: str = "") -> None:
        self.title, self.sub = title, sub
        self.bytes = io.BytesIO()
        self.book = Workbook(self.bytes, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
        created = made.replace(tzinfo=None)
        self.book.set_properties({"title": title, "company": company, "created": created})
        self.formats = {
            "title": self.book.add_format(FONT | {"bold": True, "font_size": 16}),
            "sub": self.book.add_format(FONT | {"font_color": "#55656F"}),
            "head": self.book.add_format(HEAD),
            "text": self.book.add_format(BODY | {"text_wrap": True}),
            "literal": self.book.add_format(BODY | {"text_wrap": True, "quote_prefix": True}),
            "number": self.book.add_format(BODY | {"num_format": "0"}),
            "share": self.book.add_format(BODY | {"num_format": "0.0%"}),
            "hours": self.book.add_format(BODY | {"num_format": "0.0"}),
            "time": self.book.add_format(BODY | {"num_format": "yyyy-mm-dd hh:mm"}),
        }

    def sheet(
        self, name: str, columns: Sequence[tuple[str, int, str]], rows: Sequence[Sequence[Cell]]
    ) -> Worksheet:
        """A table on a sheet of its own: frozen head, filters, one page wide when printed."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, self.title, self.formats["title"])
        sheet.write_string(1, 0, self.sub, self.formats["sub"])
        sheet.set_row(0, 26)
        sheet.set_row(FIRST, 30)
        for index, (label, width, _) in enumerate(columns):
            sheet.set_column(index, index, width)
            sheet.write_string(FIRST, index, label, self.formats["head"])
        for line, row in enumerate(rows, FIRST + 1):
            sheet.set_row(
                line,
                ROW * max(1, *(lines(cell, column[1]) for cell, column in zip(row, columns, strict=True))),
            )
            for index, cell in enumerate(row):
                self.write(sheet, line, index, cell, columns[index][2])
        sheet.freeze_panes(FIRST + 1, 1)
        sheet.autofilter(FIRST, 0, FIRST + max(1, len(rows)), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(A3 if sum(width for _, width, _ in columns) > WIDE else A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST)
        sheet.set_footer("&C&P / &N")
        return sheet

    def write(self, sheet: Worksheet, line: int, index: int, cell: Cell, kind: str) -> None:
        """One cell under its real type; no text becomes a formula, a link or a number."""
        match cell:
            case None:
                sheet.write_blank(line, index, None, self.formats["text"])
            case datetime():
                sheet.write_datetime(line, index, cell, self.formats["time"])
            case int() | float():
                sheet.write_number(line, index, cell, self.formats[kind if kind != "text" else "number"])
            case str():
                shape = "literal" if suspicious(cell) else "text"
                sheet.write_string(line, index, cell, self.formats[shape])

    def closed(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self.bytes.getvalue()

    def chart(self, sheet: Worksheet, title: str, first: int, weeks: int) -> None:
        """新增 and 销号 as columns, 期末在办 as a line."""
        columns = self.book.add_chart({"type": "column"})
        line = self.book.add_chart({"type": "line"})
        assert columns is not None and line is not None
        for term, chart, colour in (
            ("new", columns, "#E0A030"),
            ("off", columns, "#2E8B57"),
            ("closing", line, "#0B5A70"),
        ):
            chart.add_series(self.series(sheet.get_name(), term, first, weeks, colour))
        columns.combine(line)
        columns.set_title({"name": title, "name_font": {"size": 11}})
        columns.set_legend({"position": "bottom"})
        columns.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E0E7EA"}}})
        columns.set_size({"width": 640, "height": 300})
        sheet.insert_chart(first + weeks + 2, 0, columns)

    def series(self, name: str, term: str, first: int, weeks: int, colour: str) -> dict[str, Any]:
        """The cells of one series."""
        column = 1 + TERMS.index(term)
        last = first + weeks - 1
        return {
            "name": [name, first - 1, column],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
            "fill": {"color": colour},
            "line": {"color": colour, "width": 2.25},
            "marker": {"type": "circle"},
            "data_labels": {"value": True, "position": "above" if term == "closing" else "inside_end"},
        }


def workbook(page: Page) -> bytes:
    """The file's bytes; the same facts give the same bytes."""
    made = datetime.fromisoformat(page.facts["drawn_at"])
    book = Book(page.subject, page.period, made=made, company=page.task_force)
    if not page.edition:
        trend = tables.trend(page)
        first = book.sheet(page.word("sheet_trend"), *trend)
        book.chart(first, page.word("trend"), FIRST + 1, len(trend[1]))
    for name, table in (tables.OWN if page.edition else tables.ALL).items():
        if (made_of := table(page))[1]:  # no sheet for what there was none of
            book.sheet(page.word(name), *made_of)
    columns = [(page.word(key), width, "text") for key, width in ledger.COLUMNS]
    book.sheet(page.word("ledger"), columns, ledger.rows(page))
    return book.closed()


def lines(cell: Cell, width: int) -> int:
    """How many lines a cell's text takes; a Chinese character is nearly two wide."""
    return ceil(sum(1.7 if ord(one) > LATIN else 1 for one in cell) / width) if isinstance(cell, str) else 1
