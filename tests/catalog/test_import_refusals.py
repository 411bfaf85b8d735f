"""Files that cannot be read are refused with what to do about it."""

import zipfile
from pathlib import Path

import pytest

from engine.catalog.importing import sources
from engine.catalog.importing.importer import import_document
from engine.catalog.importing.sources import UnreadableDocument
from engine.model.directory import Directory


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.pdf", b"%PDF-1.7", ".pdf cannot be read"),
        ("a", b"", "a file without suffix"),
        ("a.docx", b"PK not a zip", "is no .docx file"),
        ("a.xlsx", b"", "is no .xlsx file"),
        ("a.txt", b"\x00\x01\x02", "is no plain text"),
        ("a.txt", b"\xff\xff\xff\xff", "neither UTF-8 nor GB 18030"),
        ("a.txt", b"", "no numbered measures"),
        ("a.txt", "没有编号的一段话。".encode(), "no numbered measures"),
        ("a.csv", "甲,乙\n1,2\n".encode(), "no numbered measures"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, directory: Directory, name: str, content: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableDocument) as refusal:
        import_document(tmp_path / name, directory)
    (fault,) = refusal.value.faults
    assert what in fault.what and fault.mend and fault.where == name


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_an_archive_that_is_no_office_file(tmp_path: Path, directory: Directory, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(UnreadableDocument, match="save it anew"):
        import_document(path, directory)


def test_a_small_archive_that_unpacks_to_something_huge(
    tmp_path: Path, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "UNPACKED", 1000)
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "x" * 1001)
    with pytest.raises(UnreadableDocument, match="unpacks to more"):
        import_document(tmp_path / "a.docx", directory)


def test_missing_files_folders_and_huge_files(
    tmp_path: Path, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "c.txt").write_text("一、甲\n1.乙。\n", encoding="utf-8")
    monkeypatch.setattr(sources, "LARGEST", 5)
    for name, what in (("a.txt", "cannot be opened"), ("b.txt", "is no file"), ("c.txt", "is larger")):
        with pytest.raises(UnreadableDocument, match=what):
            import_document(tmp_path / name, directory)
