"""Mailboxes at a real IMAP server, a process of its own: letters are put in, folders are looked into."""

import imaplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from itertools import count
from typing import Any

from engine.settings import ROOT
from intake.mail.words import header
from tests.faults.installation import free_port

PASSWORD = "letters in"
PATIENCE = 60.0  # seconds for it to listen
numbers = count(1)


@dataclass(frozen=True)
class Box:
    """One user's mailbox there."""

    port: int
    user: str

    @property
    def url(self) -> str:
        """As a setting names it."""
        return f"imap://{self.user}:letters%20in@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4]:
        """A mail program."""
        wire = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        wire.login(self.user, PASSWORD)
        yield wire
        wire.logout()

    def put(self, *letters: bytes, at: datetime) -> None:
        """Letters arrive at that instant."""
        with self.opened() as wire:
            for letter in letters:
                told, said = wire.append("INBOX", "", imaplib.Time2Internaldate(at), letter)
                assert told == "OK", said

    def letters(self, folder: str = "INBOX") -> list[bytes]:
        """The letters in a folder, the oldest first; none if there is no such folder."""
        with self.opened() as wire:
            if wire.select(folder, readonly=True)[0] != "OK":
                return []
            told: list[Any] = wire.fetch("1:*", "(BODY.PEEK[])")[1]
            return [line[1] for line in told if isinstance(line, tuple)]

    def subjects(self, folder: str = "INBOX") -> list[str]:
        """What the letters of a folder are about."""
        return [header(str(message_from_bytes(one)["Subject"])) for one in self.letters(folder)]


class Imapd:
    """The server, started once for many tests; each takes a mailbox nobody had before."""

    def __init__(self, *certified: str) -> None:
        self.port, self.certified = free_port(), certified  # paths of a certificate and its key
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens; what it held before is gone."""
        line = [sys.executable, "-m", "tests.imapd", str(self.port), *self.certified]
        self.process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                imaplib.IMAP4("127.0.0.1", self.port, timeout=5).logout()
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def box(self) -> Box:
        """A mailbox of one's own."""
        return Box(self.port, f"box{next(numbers)}")
