"""Looking at a file before it is taken, whichever way it came: its kind, size and sha-256, or every fault."""

import hashlib
import zipfile
from collections.abc import Awaitable, Callable, Sequence
from typing import BinaryIO

from engine.errors import Fault
from engine.ports import Handed
from engine.rules import files
from engine.rules.files import MEGABYTE, Allowance
from engine.settings import Settings

CHUNK = 256 * 1024
MOST_ENTRIES = 10_000  # of an archive: more is no document
Read = Callable[[], Awaitable[bytes]]


def allowance(settings: Settings) -> Allowance:
    """What this installation lets be handed in at once."""
    return Allowance(
        each=settings.attachment_mb * MEGABYTE,
        count=settings.attachment_count,
        total=settings.attachments_mb * MEGABYTE,
    )


def looked_at(
    source: BinaryIO, name: str, size: int, read: Read, allowed: Allowance
) -> tuple[Handed | None, Sequence[Fault]]:
    """One file's kind, size and sha-256; its bytes pass by in pieces. `read` gives them again when it is stored."""
    source.seek(0)
    head = source.read(files.HEAD)
    kind = files.kind_of(head, name, entries=entries_of(source, head))
    faults = files.faults_of(name, size=size, kind=kind, head=head, allowed=allowed)
    if faults:
        return None, faults
    source.seek(0)
    digest = hashlib.sha256()
    while piece := source.read(CHUNK):
        digest.update(piece)
    return Handed(files.cleaned(name, kind), kind, size, digest.hexdigest(), read), ()


def entries_of(source: BinaryIO, head: bytes) -> frozenset[str]:
    """The names inside an archive, read from its table of contents; nothing is unpacked."""
    if not head.startswith(files.ZIP):
        return frozenset()
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return frozenset()
    return frozenset(names) if len(names) <= MOST_ENTRIES else frozenset()
