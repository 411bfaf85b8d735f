"""What may be handed in: told by the bytes, never by the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.files import HEAD, KINDS, LONGEST, Allowance, cleaned, faults_of, kind_of
from tests import files

WORD = frozenset({"[Content_Types].xml", "word/document.xml"})


@pytest.mark.parametrize(
    ("content", "name", "entries", "kind"),
    [
        (files.png(), "图.png", (), "png"),
        (files.JPEG, "改了名.exe", (), "jpeg"),
        (files.WEBP, "a", (), "webp"),
        (files.HEIC, "IMG_1.HEIC", (), "heic"),
        (files.PDF, "a.docx", (), "pdf"),
        (files.DOCX, "a.docx", WORD, "docx"),
        (files.XLSX, "a.xlsx", {"xl/workbook.xml"}, "xlsx"),
        (files.OFD, "发票.ofd", {"OFD.xml"}, "ofd"),
        ("提单号：一二三".encode(), "说明.txt", (), "txt"),
        ("箱号,天数\n".encode("gb18030"), "表.CSV", (), "csv"),
        (("字" * 2000).encode(), "长.txt", (), "txt"),
        (files.archive("a.txt"), "a.docx", {"a.txt"}, ""),
        (files.MACROS, "a.docx", WORD | {"word/vbaProject.bin"}, ""),
        (files.OLD, "a.doc", (), ""),
        (files.PROGRAM, "photo.jpg", (), ""),
        (files.PROGRAM, "a.txt", (), ""),
        (b"<script>alert(1)</script>", "a.html", (), ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", (), ""),
        (b"echo", "a.bat", (), ""),
    ],
)
def test_the_kind_is_what_the_bytes_are(content, name, entries, kind) -> None:
    assert kind_of(content[:HEAD], name, entries=entries) == kind


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("C:\\fakepath\\提单 扫描.PDF", "pdf", "提单 扫描.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("photo.exe", "jpeg", "photo.exe.jpg"),
        ("a\u202egpj.exe", "pdf", "agpj.exe.pdf"),
        ('b<>:"|?*\r\n.png', "png", "b.png"),
        ("", "png", "附件.png"),
        (".htaccess", "txt", "htaccess.txt"),
        ("x" * 500 + ".jpeg", "jpeg", "x" * (LONGEST - 10) + ".jpeg"),
    ],
)
def test_a_name_is_made_harmless_and_ends_as_its_kind(name, kind, kept) -> None:
    assert cleaned(name, kind) == kept


@given(st.text(max_size=300), st.sampled_from(sorted(KINDS)))
def test_no_name_breaks_out(name: str, kind: str) -> None:
    kept = cleaned(name, kind)
    assert kept.endswith(KINDS[kind].endings) and len(kept) <= LONGEST
    assert not set(kept) & set('/\\<>:"|?*\r\n\0') and kept == kept.strip()
    assert cleaned(kept, kind) == kept


def test_everything_wrong_with_a_file_is_named() -> None:
    allowed = Allowance(each=1000)
    codes = [
        [fault.code for fault in faults_of("a.doc", size=size, kind=kind, head=head, allowed=allowed)]
        for size, kind, head in (
            (0, "", b""),
            (500, "pdf", files.PDF),
            (2000, "pdf", files.PDF),
            (2000, "", files.PROGRAM),
            (500, "", files.OLD),
        )
    ]
    assert codes == [["empty_file"], [], ["large_file"], ["large_file", "unknown_file"], ["old_office"]]
