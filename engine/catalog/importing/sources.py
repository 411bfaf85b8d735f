"""Files as lines of text and tables, whatever their format."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from engine.catalog.importing.columns import Row
from engine.catalog.importing.pages import Line
from engine.errors import Fault, Invalid

LARGEST = 20_000_000  # bytes
UNPACKED = 200_000_000  # bytes that an Office file may unpack to


class Source(NamedTuple):
    """What a file holds: running text, and tables as rows of cells."""

    lines: Sequence[Line]
    tables: Sequence[Sequence[Row]] = ()


class UnreadableDocument(Invalid):
    """The file cannot be read as a policy document; the fault says what to do."""

    code = "unreadable_document"


def refused(name: str, what: str, mend: str) -> UnreadableDocument:
    """The refusal of a file."""
    return UnreadableDocument(f"{name} was not read", faults=[Fault(name, what, mend, "unreadable_document")])


def size_checked(path: Path) -> Path:
    """The file, unless it is missing or of a size that no policy document has."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise refused(path.name, f"cannot be opened: {error.strerror}", "name an existing file") from None
    if not path.is_file():
        raise refused(path.name, "is no file", "name one document")
    if size > LARGEST:
        raise refused(path.name, "is larger than 20 MB", "save the document without its pictures")
    return path


def unpacked(path: Path, format_name: str) -> Path:
    """An Office file that is one, and does not unpack to something huge."""
    try:
        with zipfile.ZipFile(path) as archive:
            total = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile:
        raise refused(path.name, f"is no {format_name} file", f"save it anew as {format_name}") from None
    if total > UNPACKED:
        raise refused(path.name, "unpacks to more than 200 MB", "save the document without its pictures")
    return path
