"""What may be handed in: kinds told by the bytes rather than the name, names made harmless, and how much is enough."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.errors import Fault

HEAD = 4096  # bytes that tell the kind
MOST_KEPT = 60  # files of one issue
LONGEST = 120  # characters of a name
NAMELESS = "附件"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: the endings its names have, the media type it is served as, whether browsers draw it."""

    endings: tuple[str, ...]
    media: str
    drawn: bool = False


KINDS: Mapping[str, FileKind] = {
    "jpeg": FileKind((".jpg", ".jpeg"), "image/jpeg", drawn=True),
    "png": FileKind((".png",), "image/png", drawn=True),
    "webp": FileKind((".webp",), "image/webp", drawn=True),
    "heic": FileKind((".heic", ".heif"), "image/heic"),
    "pdf": FileKind((".pdf",), "application/pdf"),
    "ofd": FileKind((".ofd",), "application/ofd"),
    "docx": FileKind((".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": FileKind((".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "txt": FileKind((".txt", ".log", ".md"), "text/plain; charset=utf-8"),
    "csv": FileKind((".csv",), "text/csv; charset=utf-8"),
}
STARTS: Sequence[tuple[re.Pattern[bytes], str]] = (
    (re.compile(rb"\xff\xd8\xff"), "jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"RIFF....WEBP", re.S), "webp"),
    (re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.S), "heic"),
    (re.compile(rb"%PDF-"), "pdf"),
)
INSIDE: Mapping[str, str] = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
OLD_OFFICE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
HARMFUL = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]'
)
UNPRINTED = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much may be handed in at once."""

    each: int = 10 * MEGABYTE
    count: int = 9
    total: int = 50 * MEGABYTE


def kind_of(head: bytes, name: str, *, entries: Collection[str] = ()) -> str:
    """The kind by the first bytes (`entries`: the names inside, if it is a ZIP); empty if it is none of ours."""
    for start, kind in STARTS:
        if start.match(head):
            return kind
    if head.startswith(ZIP):
        macros = any(entry.endswith("vbaProject.bin") for entry in entries)
        return "" if macros else next((INSIDE[entry] for entry in INSIDE if entry in entries), "")
    ending = ending_of(name)
    texts = (kind for kind in ("txt", "csv") if ending in KINDS[kind].endings)
    return next(texts, "") if is_text(head) else ""


def is_text(head: bytes) -> bool:
    """Whether these bytes are words in UTF-8 or GB 18030; the last character may be cut."""
    if UNPRINTED.search(head):
        return False
    return any(decodes(head[: len(head) - cut], code) for code in ("utf-8", "gb18030") for cut in range(4))


def decodes(words: bytes, code: str) -> bool:
    """Whether the bytes are words in that code."""
    try:
        words.decode(code)
    except UnicodeDecodeError:
        return False
    return True


def cleaned(name: str, kind: str = "") -> str:
    """The name without its folder, control and direction characters, ending as its kind does."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = " ".join(HARMFUL.sub("", last).split()).strip(". ")
    ending = ending_of(plain)
    stem = (plain[: len(plain) - len(ending)] if ending else plain)[: LONGEST - 10] or NAMELESS
    if kind and ending not in KINDS[kind].endings:
        return stem + ending[:8] + KINDS[kind].endings[0]
    return stem + ending[:8]


def ending_of(name: str) -> str:
    """The name's ending with its dot, in small letters; empty if it has none."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def faults_of(name: str, *, size: int, kind: str, head: bytes, allowed: Allowance) -> list[Fault]:
    """Everything wrong with one file."""
    facts = {"name": cleaned(name), "size": told_size(size), "limit": told_size(allowed.each)}
    if size == 0:
        return [Fault("files", f"{facts['name']} is empty", "choose it again", "empty_file", facts)]
    found = []
    if size > allowed.each:
        what = f"{facts['name']} has {facts['size']}, more than {facts['limit']}"
        found.append(Fault("files", what, "make it smaller or send a part of it", "large_file", facts))
    if not kind:
        code = "old_office" if head.startswith(OLD_OFFICE) else "unknown_file"
        mend = (
            "save it as .docx, .xlsx or PDF"
            if code == "old_office"
            else "send a photo, PDF, OFD, docx, xlsx, txt or csv"
        )
        found.append(Fault("files", f"{facts['name']} is of a kind that is not taken", mend, code, facts))
    return found


def told_size(size: int) -> str:
    """A size as people read it."""
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f} MB".replace(".0 ", " ")
    return f"{max(1, round(size / 1024))} KB" if size else "0 KB"
