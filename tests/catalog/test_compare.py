"""The difference between two directories, and from an import to a published change."""

from pathlib import Path

import pytest

from engine.catalog.compare import compare, told
from engine.catalog.importing.against import against, closest
from engine.catalog.importing.draft import draft
from engine.catalog.importing.importer import import_document
from engine.catalog.read import BrokenCatalogue, read_catalog
from engine.model.directory import Directory
from tests.catalog import shapes
from tests.catalog.test_faults import change


def test_the_same_catalogue_has_no_difference(directory: Directory, folder: Path) -> None:
    assert compare(directory, read_catalog(folder)) == []


def test_a_successor_moves_every_measure_of_the_former_body(directory: Directory, folder: Path) -> None:
    old = "key: science-bureau\n"
    change(
        folder,
        "agencies.yaml",
        old,
        "key: science-bureau\n    successor: industry-bureau\n    valid_to: 2026-12-31\n",
    )
    for name in ("2023-measures", "2021-new-trade", "2015-port-work"):
        path = folder / "measures" / f"{name}.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("science-bureau", "industry-bureau"), encoding="utf-8"
        )
    changes = compare(directory, read_catalog(folder))
    moved = {one.key for one in changes if one.noun == "measure"}
    assert moved == {"2015-port-work/1", "2021-new-trade/10", "2023-measures/15"}
    told = [str(one) for one in changes]
    assert "~ agency science-bureau 市科技局: successor: ∅ → industry-bureau" in told
    assert any(
        "2021-new-trade/10" in one and "市科技局（stated" in one and "市工业和信息化局（stated" in one
        for one in told
    )


def test_added_removed_and_changed_rows_in_the_order_of_the_files(directory: Directory, folder: Path) -> None:
    change(folder, "channels.yaml", "key: maritime-hotline", "key: sea-hotline")
    change(folder, "measures/2022-division.yaml", "deadline_text: 5月底前\n", "deadline_text: 6月底前\n")
    change(folder, "measures/2022-division.yaml", "[市商务局]", "[天津海事局]")
    told = [str(one) for one in compare(directory, read_catalog(folder))]
    assert told == [
        "~ measure 2022-division/1 报关单申报要素整合与监管证件无纸化: lead_as_written: 市商务局 → 天津海事局",
        "~ measure 2022-division/1 报关单申报要素整合与监管证件无纸化: lead: "
        "市商务局（stated，第1项“责任单位”栏） → 天津海事局（stated，第1项“责任单位”栏）",
        "~ measure 2022-division/2 航空物流公共信息平台: deadline_text: 5月底前 → 6月底前",
        "- channel maritime-hotline 海事服务热线",
        "+ channel sea-hotline 海事服务热线",
    ]


def test_next_years_table_is_read_drafted_checked_and_compared(
    tmp_path: Path, directory: Directory, folder: Path
) -> None:
    rows = shapes.division_rows()
    rows[3][4] = "市商务局、天津海观"
    table = shapes.workbook(tmp_path / "2024.xlsx", shapes.DIVISION, rows)
    imported = import_document(table, directory)
    assert closest(imported, directory) is None
    assert len(against(imported, directory, "2024-division")) == 4

    (folder / "measures" / "2024-division.yaml").write_text(
        draft(imported, "2024-division"), encoding="utf-8"
    )
    with (folder / "documents.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  - {key: 2024-division, title: 任务分工表, year: 2024, numbering: 具体举措, measures: 4, "
            "places: {lead: 责任单位栏, support: 责任单位栏}}\n"
        )
    with pytest.raises(BrokenCatalogue) as refusal:
        read_catalog(folder)
    assert [one.code for one in refusal.value.faults] == ["unknown_name"]

    change(folder, "measures/2024-division.yaml", "[天津海观]", "[天津海关]")
    changes = compare(directory, read_catalog(folder))
    assert [(one.noun, one.how, one.key) for one in changes] == [
        ("document", "added", "2024-division"),
        *(("measure", "added", f"2024-division/{number}") for number in (1, 2, 3, 4)),
    ]


def test_an_import_shows_what_it_would_change(tmp_path: Path, directory: Directory) -> None:
    rows = [["一、甲", "1．单一窗口。", "天津海关", "市商务局"]]
    imported = import_document(shapes.separated(tmp_path / "a.csv", shapes.LEADS, rows), directory)
    told = [str(one) for one in against(imported, directory, "2015-port-work")]
    assert "~ measure 2015-port-work/1 单一窗口建设: lead: 市商务局 → 天津海关" in told
    assert "- measure 2015-port-work/2 一站式作业与联合查验" in told and len(told) == 4 + 57


def test_measures_of_a_topic_are_told_by_document_and_number() -> None:
    assert told((("2023-measures", 1), ("2015-port-work", 31))) == "2023-measures/1、2015-port-work/31"
