"""Small policy documents of the shapes that offices publish, written for these tests."""

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl


class Told(NamedTuple):
    """One measure of a small document."""

    section: str
    number: int
    text: str
    lead: str
    support: str = ""
    deadline: str = ""


LEADS = ("工作任务", "工作事项", "牵头单位", "支持配合单位")
LEAD_TABLE = [
    Told("一、试点任务", 1, "试行电子放行。", "市口岸办", "天津海关、天津检验检疫局、天津港集团"),
    Told("一、试点任务", 2, "公布收费标准。", "天津海关、天津检验检疫局、天津海事局", "市发展改革委"),
    Told("二、保障任务", 3, "提供查验场地。", "天津港集团、有关区县人民政府", "市口岸办、南开大学"),
    Told("二、保障任务", 4, "落实退税。", "市国税局", "市财政局、市地税局、天津海关"),
]
DIVISION = ("序号", "重点任务", "具体举措", "本市细化措施", "责任单位", "完成时限")
DIVISION_TABLE = [
    Told("一、单证电子化", 1, "推进提货单电子化。", "市交通运输委、市商务局、天津港集团", deadline="2024年5月底前"),
    Told("一、单证电子化", 2, "联网核查证书。", "天津海关", deadline="按照上级统一部署推动实施"),
    Told("二、收费清理", 3, "清理海运收费。", "市发展改革委、市市场监管委按职责分工负责", deadline="6月底前取得阶段性进展，持续推动"),
    Told("二、收费清理", 4, "公示收费目录。", "市商务局、天津海关", deadline="长期坚持"),
]  # fmt: skip
PROSE = """附件

某市支持口岸贸易
2024 年若干措施

各有关单位：
现将有关措施印发给你们，第 3 条由联席会议解释。

一、做好单证电子化
（一）推广电子提货单。扩大电子提货单应用，2025 年前力争覆盖 80%的航线，
减少线下换单（含过境货物）。（市交通运输委、市商务局、天津港集团等按职责分工负责）
（二）优化证书签发。推行自助打印。（责任单位：天津海关、天津海事局）
二、规范口岸收费
（三）公示收费目录。
1.公布目录。2.动态更新。（市发展改革委牵头，市市场监管委、市商务局配合）
（四）加强对接。（牵头单位：中国铁路北京局集团有限公司天津铁路办事处；配合单位：天津港集团）

附件：任务清单
2024 年 3 月 1 日
"""


def tab_text(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A table copied out with tabs, an empty line now and then, its header again after each page."""
    lines = ["工作分工表", ""]
    for index, row in enumerate(rows):
        if index % 2 == 0:
            lines += ["", "\t".join(header)]
        lines.append("\t".join(row))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def stacked_text(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A table copied out with each cell on a line of its own, and a page mark between rows."""
    text = "附件\n工作任务分解表\n"
    for index, row in enumerate(rows):
        for cells in [header, row] if index % 2 == 0 else [row]:
            text += "\n" + "".join(f"\t{cell}\n" for cell in cells)
    path.write_text(text.replace("\n\n", "\n\n–——–7–———\n\n", 1), encoding="gb18030")
    return path


def separated(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A CSV file as Excel saves it: with a byte-order mark and CRLF."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def workbook(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A workbook with a merged title, merged sections and line breaks in its cells."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["任务分工表"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(header))
    for row in (header, *rows):
        sheet.append([cell.replace("、", "、\n") for cell in row])
    for column in sections(header):
        for first, last in runs([row[column - 1] for row in rows]):
            sheet.merge_cells(start_row=first + 3, end_row=last + 3, start_column=column, end_column=column)
    book.save(path)
    return path


def word(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A Word document: paragraphs, then a table with merged sections that begins anew on the next page."""
    document = docx.Document()
    document.add_paragraph("关于印发任务分工表的通知")
    for part in (rows[:3], rows[3:]):
        table = document.add_table(rows=0, cols=len(header))
        for row in (header, *part):
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
        for column in sections(header):
            for first, last in runs([row[column - 1] for row in part]):
                text = table.cell(first + 1, column - 1).text
                merged = table.cell(first + 1, column - 1).merge(table.cell(last + 1, column - 1))
                merged.text = text
    document.save(str(path))
    return path


def sections(header: Sequence[str]) -> list[int]:
    """The columns, counted from one, whose cells an office merges."""
    return [index for index, name in enumerate(header, start=1) if name in ("序号", "重点任务", "工作任务")]


def runs(cells: Sequence[str]) -> list[tuple[int, int]]:
    """Where an empty cell belongs to the one above: first and last row of each run longer than one."""
    starts = [index for index, cell in enumerate(cells) if cell] + [len(cells)]
    return [(first, after - 1) for first, after in pairwise(starts) if after - first > 1]


def lead_rows() -> list[list[str]]:
    """The table of leads and supports, a section written only in its first row."""
    return [
        ["" if index % 2 else one.section, f"{one.number}．{one.text}", one.lead, one.support]
        for index, one in enumerate(LEAD_TABLE)
    ]


def division_rows() -> list[list[str]]:
    """The division table, ordinal and task written only in their first row."""
    found = []
    for index, one in enumerate(DIVISION_TABLE):
        sign, _, section = one.section.partition("、")
        head = ["", ""] if index % 2 else [sign, section]
        found.append([*head, f"{one.number}.{one.text}", "细化一条。", one.lead, one.deadline])
    return found
