"""Whatever is in a file, an import reads it or refuses it; it never breaks."""

import csv
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalog.importing.against import against, closest
from engine.catalog.importing.draft import draft
from engine.catalog.importing.importer import import_document
from engine.catalog.importing.sources import UnreadableDocument
from engine.located import parse
from engine.model.directory import Directory

PIECES = [
    "一、", "十二、", "（一）", "（三）", "1.", "2．", "3、", "28", "\n", "\n\n", "\t", "\x0c", "– 3 –", "。", "（", "）", "、",
    "市商务局", "天津海关", "天津检验检疫局", "各区人民政府", "无名局", "按职责分工负责", "牵头", "配合", "牵头单位：", "责任单位：",
    "完成时限：", "5月底前", "13月40日", "0000年2月30日", "持续推动", "预览已结束", "https://example.invalid", "扫码关注",
    "电子放行", "收费公示", "《措施》", "印发", "某商〔2024〕1号", "2024年4月31日", "序号", "重点任务", "具体举措", "责任单位", "{}", "'",
    '"', "#", ": ", "- ", "<b>", "百", "零", " ", "\r\n", "\ufeff", "𠮷",
]  # fmt: skip
CELL = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


def tried(path: Path, directory: Directory) -> None:
    """Read a file to the end of what an import offers, or be refused."""
    with suppress(UnreadableDocument):
        imported = import_document(path, directory)
        key = closest(imported, directory) or "2015-port-work"
        assert all(str(one) for one in against(imported, directory, key))
        rows = parse(draft(imported, key), "draft.yaml").data["measures"]
        assert [row["lead_as_written"] for row in rows] == [
            list(one.lead_as_written) for one in imported.measures
        ]


@settings(max_examples=80)
@given(text=st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, directory: Directory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "any.txt"
    path.write_text(text, encoding="utf-8")
    tried(path, directory)


@settings(max_examples=80)
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=8))
def test_any_table(
    tmp_path_factory: pytest.TempPathFactory, directory: Directory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["序号", "重点任务", "具体举措", "牵头单位", "配合单位", "完成时限"], *rows]
        )
    tried(path, directory)


@settings(max_examples=50)
@given(raw=st.binary(max_size=200), suffix=st.sampled_from(["txt", "csv", "docx", "xlsx"]))
def test_any_bytes(
    tmp_path_factory: pytest.TempPathFactory, directory: Directory, raw: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"any.{suffix}"
    path.write_bytes(raw)
    tried(path, directory)
