"""The mailbox folder: one .eml file for each message, named by its key, so that none is there twice."""

import asyncio
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from threading import get_ident
from urllib.parse import quote

from engine.ports import Delivery, DeliveryState

LONGEST = 200  # bytes of a file name, leaving room for the suffix


class Folder:
    """Writes messages where the console's mailbox shows them; it needs no mail server."""

    name = "folder"

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send(self, key: str, to: tuple[str, ...], message: bytes) -> Delivery:
        """Write once; a file of that name means it was delivered before."""
        try:
            new = await asyncio.to_thread(write, self.path, key, message)
        except OSError as error:
            detail = f"the mailbox folder {self.path} cannot be written: {error.strerror or error}"
            return Delivery(state=DeliveryState.TEMPORARY, detail=detail)
        return Delivery(state=DeliveryState.SENT, detail="" if new else "was there already")


def write(folder: Path, key: str, message: bytes, suffix: str = ".eml") -> bool:
    """Complete or not there at all: written aside, flushed to disk, then renamed. False if it was there."""
    final = folder / file_name(key, suffix)
    if final.exists():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{hashlib.sha256(key.encode()).hexdigest()[:32]}.{os.getpid()}.{get_ident()}.part"
    try:
        with aside.open("wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(final)
    finally:
        aside.unlink(missing_ok=True)
    return True


def file_name(key: str, suffix: str = ".eml") -> str:
    """The key with what file systems dislike percent-encoded; different keys never share a name."""
    plain = quote(key, safe="")
    if len(plain) > LONGEST:
        plain = "sha256-" + hashlib.sha256(key.encode()).hexdigest()
    return f"{plain}{suffix}"


def letters(folder: Path) -> Iterator[Path]:
    """The messages in the folder, the latest first."""
    found = [(file.stat().st_mtime_ns, file) for file in folder.glob("*.eml")] if folder.is_dir() else []
    yield from (file for _, file in sorted(found, reverse=True))
