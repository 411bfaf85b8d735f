"""One table, five formats, one reading."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from engine.catalog.importing.found import Found, Imported, Why
from engine.catalog.importing.importer import import_document
from engine.model.directory import Directory
from engine.model.words import DeadlineKind
from tests.catalog import shapes

Writer = Callable[[Path, Sequence[str], Sequence[Sequence[str]]], Path]
FORMATS: list[tuple[str, Writer]] = [
    ("tabs.txt", shapes.tab_text),
    ("stacked.txt", shapes.stacked_text),
    ("table.csv", shapes.separated),
    ("table.xlsx", shapes.workbook),
    ("table.docx", shapes.word),
]


def lists(one: Found) -> tuple[list[str], list[str]]:
    """Leads and supports as written."""
    return list(one.lead_as_written), list(one.support_as_written)


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_leads_and_supports(tmp_path: Path, directory: Directory, name: str, write: Writer) -> None:
    read = import_document(write(tmp_path / name, shapes.LEADS, shapes.lead_rows()), directory)
    assert [(one.number, one.section) for one in read.measures] == [
        (one.number, one.section) for one in shapes.LEAD_TABLE
    ]
    assert [lists(one) for one in read.measures] == [
        (one.lead.split("、"), one.support.split("、")) for one in shapes.LEAD_TABLE
    ]
    assert [one.title for one in read.measures] == [
        "试行电子放行",
        "公布收费标准",
        "提供查验场地",
        "落实退税",
    ]
    assert read.to_confirm == () and read.complete


def test_a_sheet_is_called_by_what_stands_above_its_headings_and_else_by_its_file(
    tmp_path: Path, directory: Directory
) -> None:
    told = (shapes.LEADS, shapes.lead_rows())
    bare = import_document(shapes.separated(tmp_path / "明年任务分工表.csv", *told), directory)
    headed = import_document(shapes.workbook(tmp_path / "another.xlsx", *told), directory)
    assert (bare.title, headed.title) == ("明年任务分工表", "任务分工表")


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_division_by_responsibility_and_deadline(
    tmp_path: Path, directory: Directory, name: str, write: Writer
) -> None:
    read = import_document(write(tmp_path / name, shapes.DIVISION, shapes.division_rows()), directory)
    assert [one.number for one in read.measures] == [1, 2, 3, 4]
    assert [one.section for one in read.measures] == [one.section for one in shapes.DIVISION_TABLE]
    assert [lists(one) for one in read.measures] == [
        (["市交通运输委"], ["市商务局", "天津港集团"]),
        (["天津海关"], []),
        (["市发展改革委", "市市场监管委"], []),
        (["市商务局"], ["天津海关"]),
    ]
    assert [one.by_duty for one in read.measures] == [False, False, True, False]
    assert [(one.deadline_kind, one.deadline_on) for one in read.measures] == [
        (DeadlineKind.DATE, date(2024, 5, 31)),
        (DeadlineKind.PER_MINISTRY, None),
        (DeadlineKind.STAGE_THEN_ONGOING, None),  # no year is known: to be confirmed
        (DeadlineKind.STAGE_THEN_ONGOING, None),
    ]
    assert sorted(one.why for one in read.to_confirm) == [Why.BY_DUTY, Why.FIRST_LEADS, Why.UNCLEAR_DEADLINE]


def rows_of(
    tmp_path: Path, directory: Directory, rows: Sequence[Sequence[str]], header: Sequence[str] = shapes.LEADS
) -> Imported:
    """A small CSV file, read."""
    return import_document(shapes.separated(tmp_path / "small.csv", header, rows), directory)


def test_a_row_that_a_page_broke_in_two_is_one(tmp_path: Path, directory: Directory) -> None:
    rows = [
        ["一、试点", "1.推进“船边直", "天津海关、", "天津港"],
        ["", "提”试点。", "天津海事局", "集团"],
        ["", "2.公布时限。", "市商务局", ""],
    ]
    read = rows_of(tmp_path, directory, rows)
    assert [one.title for one in read.measures] == ["推进“船边直提”试点", "公布时限"]
    assert lists(read.measures[0]) == (["天津海关", "天津海事局"], ["天津港集团"])


def test_sections_in_rows_of_their_own(tmp_path: Path, directory: Directory) -> None:
    rows = [
        ["一、试点任务", "", "", ""],
        ["", "1.电子放行。", "天津海关", "天津港集团"],
        ["二、保障任务", "二、保障任务", "二、保障任务", "二、保障任务"],
        ["", "2.公布时限。", "市商务局", ""],
    ]
    read = rows_of(tmp_path, directory, rows)
    assert [one.section for one in read.measures] == ["一、试点任务", "二、保障任务"]


def test_numbers_in_a_column_of_their_own(tmp_path: Path, directory: Directory) -> None:
    header = ("序号", "任务内容", "责任部门", "完成时间")
    rows = [["1", "电子放行", "天津海关", "2025年9月30日"], ["2", "公布时限", "市商务局、天津海关", "二季度"]]
    read = rows_of(tmp_path, directory, rows, header)
    assert [(one.number, one.title) for one in read.measures] == [(1, "电子放行"), (2, "公布时限")]
    assert read.measures[0].deadline_on == date(2025, 9, 30)


def test_rows_without_numbers_are_kept_apart_and_doubted(tmp_path: Path, directory: Directory) -> None:
    rows = [
        ["一、试点", "电子放行。", "天津海关", ""],
        ["", "公布时限。", "市商务局", ""],
        ["备注：试行", "", "", ""],
    ]
    read = rows_of(tmp_path, directory, rows)
    assert [one.number for one in read.measures] == [None, None]
    assert [one.why for one in read.to_confirm if one.why == Why.NO_NUMBER] == [Why.NO_NUMBER] * 2


def test_a_name_that_a_cell_broke_in_two_and_names_on_lines_of_their_own(
    tmp_path: Path, directory: Directory
) -> None:
    rows = [
        ["一、试点", "1.电子放行。", "中国铁路北京局集团有限\n公司天津铁路办事处", "天津海关\n天津港集团"],
        ["", "2.公布时限。", "市商务局", "天津海关天津海事局和天津港集团"],
    ]
    read = rows_of(tmp_path, directory, rows)
    assert lists(read.measures[0]) == (
        ["中国铁路北京局集团有限公司天津铁路办事处"],
        ["天津海关", "天津港集团"],
    )
    assert lists(read.measures[1])[1] == ["天津海关", "天津海事局", "天津港集团"]
    assert [one.why for one in read.to_confirm] == [Why.RUN_TOGETHER]


def test_notes_and_advertising_below_a_table_are_no_measures(tmp_path: Path, directory: Directory) -> None:
    rows = [
        ["一、试点", "1.电子放行。", "天津海关", ""],
        ["备注：先行先试", "", "", ""],
        ["", "更多报告请扫码关注公众号", "", ""],
        ["预览已结束", "", "", ""],
        ["", "2.公布时限。", "市商务局", ""],
    ]
    read = rows_of(tmp_path, directory, rows)
    assert [one.title for one in read.measures] == ["电子放行"]
    assert [one.why for one in read.to_confirm] == [Why.DROPPED, Why.TRUNCATED, Why.UNREAD_ROW]
    assert not read.complete


def test_a_header_of_two_rows_with_merged_cells(tmp_path: Path, directory: Directory) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["序号", "上级部署的主要措施", None, "本市细化落实措施", "责任单位", "完成时限"],
        [None, "重点任务", "具体举措", None, None, None],
        ["一", "单证电子化", "1.推进提货单电", "1.推广系统。", "市商务局、天津", "5月底前"],
        [None, None, "子化。", "2.对接码头。", "海关", None],
        [None, None, "2.公布时限。", "按月公布。", "天津港集团", "6月底前"],
    ):
        sheet.append(row)
    for merged in ("A1:A2", "B1:C1", "D1:D2", "E1:E2", "F1:F2", "A3:A5", "B3:B5"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "two.xlsx")
    read = import_document(tmp_path / "two.xlsx", directory, year=2024)
    assert [(one.number, one.section, one.title) for one in read.measures] == [
        (1, "一、单证电子化", "推进提货单电子化"),
        (2, "一、单证电子化", "公布时限"),
    ]
    assert [lists(one) for one in read.measures] == [(["市商务局"], ["天津海关"]), (["天津港集团"], [])]
    assert [str(one.deadline_on) for one in read.measures] == ["2024-05-31", "2024-06-30"]
