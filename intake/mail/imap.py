"""A mailbox by IMAP: what waits in it, the bytes of a letter, and folders into which letters are moved.

Everything here waits for the wire, so it is called in a thread (see `mailbox`); every wait has an end.
"""

import imaplib
import re
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from engine.mail import Server

SECONDS = 20.0  # for one answer
LOOKED_AT = 5000  # letters among which those that nobody deleted are looked for: an answer must stay a line
WHO = '("name" "Qingling")'  # some providers let nobody in who does not say
OWN = re.compile(rb'\(\("((?:[^"\\]|\\.)*)"')
UID = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
RECEIVED = re.compile(rb'\bINTERNALDATE "([^"]+)"')


class Refused(Exception):
    """The server answered, but not as it must; `why` is `sign_in` or `folder`."""

    def __init__(self, why: str, said: str) -> None:
        super().__init__(said)
        self.why = why


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in the mailbox: its number there, when its server received it, and its size in bytes."""

    uid: str
    received: datetime
    size: int


class Conversation:
    """One conversation with a mailbox's server; folders beside it are made when they are first needed."""

    def __init__(self, at: Server, *, seconds: float = SECONDS, tls: ssl.SSLContext | None = None) -> None:
        self.at = at
        self.seconds = seconds
        self.tls = tls
        self.wire: imaplib.IMAP4 | None = None
        self.count = 0  # of letters, when it was opened
        self.moves = self.expunges = False  # whether the server can do so for one letter
        self.prefix = ""  # of folders' names there
        self.there: set[str] = set()

    def open(self) -> None:
        """Sign in and open the mailbox."""
        self._connect()
        self._sign_in()
        self._open()

    def close(self) -> None:
        """Say goodbye if anybody listens."""
        with suppress(imaplib.IMAP4.error, OSError):
            if self.wire is not None:
                self.wire.logout()

    def cut(self) -> None:
        """End it without a word: whoever waits for an answer in another thread gets none."""
        with suppress(OSError):
            if self.wire is not None:
                self.wire.shutdown()

    @property
    def talk(self) -> imaplib.IMAP4:
        """The wire of an open conversation."""
        if self.wire is None:
            raise ConnectionError("the conversation is not open")
        return self.wire

    def _connect(self) -> None:
        context, where = self.tls or ssl.create_default_context(), (self.at.host, self.at.port)
        if self.at.encrypted:
            self.wire = imaplib.IMAP4_SSL(*where, ssl_context=context, timeout=self.seconds)
            return
        self.wire = imaplib.IMAP4(*where, timeout=self.seconds)
        if self.at.becomes_encrypted:
            self.wire.starttls(ssl_context=context)

    def _sign_in(self) -> None:
        user, password = self.at.username or "", self.at.password or ""
        try:
            if "AUTH=PLAIN" in self.talk.capabilities:  # the only way for passwords beyond ASCII
                self.talk.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            else:
                self.talk.login(quoted(user), password)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, UnicodeError) as error:
            raise Refused("sign_in", str(error)) from error

    def _open(self) -> None:
        offered = self.offers()
        self.moves, self.expunges = "MOVE" in offered, "UIDPLUS" in offered
        if "ID" in offered:
            self.talk.xatom("ID", WHO)
        if "NAMESPACE" in offered:
            self.prefix = prefix_of(self.talk.namespace()[1][0] or b"")
        told, count = self.talk.select(quoted(self.at.folder))
        if told != "OK":
            raise Refused("folder", said(count))
        self.count = int(count[0] or 0)

    def offers(self) -> set[str]:
        """What the server can do, once somebody has signed in."""
        return set(str(self.talk.capability()[1][0], "ascii", "replace").upper().split())

    def waiting(self, limit: int) -> Sequence[Waiting]:
        """The oldest letters that nobody has deleted, in the order in which they came."""
        if not self.count:
            return []
        _, found = self.talk.search(None, f"1:{min(self.count, LOOKED_AT)} UNDELETED")
        numbers = (found[0] or b"").split()[:limit]
        if not numbers:
            return []
        _, told = self.talk.fetch(b",".join(numbers).decode(), "(UID INTERNALDATE RFC822.SIZE)")
        seen = [one for line in told if isinstance(line, bytes) and (one := waits(line))]
        return sorted(seen, key=lambda one: int(one.uid))

    def letter(self, uid: str) -> bytes | None:
        """Its bytes, unread as far as mail programs show; none if another process or a person took it away."""
        return self._fetched(uid, "BODY.PEEK[]")

    def head(self, uid: str) -> bytes | None:
        """Its headers alone."""
        return self._fetched(uid, "BODY.PEEK[HEADER]")

    def _fetched(self, uid: str, what: str) -> bytes | None:
        told: list[Any]
        _, told = self.talk.uid("FETCH", uid, f"({what})")
        return next((line[1] for line in told if isinstance(line, tuple)), None)

    def move(self, uid: str, folder: str) -> None:
        """Into a folder beside the mailbox; a letter that is not there any more was moved by somebody else."""
        name = quoted(self._made(folder))
        if self.moves:
            self._well(*self.talk.uid("MOVE", uid, name))
            return
        if self._fetched(uid, "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]") is None:
            return
        self._well(*self.talk.uid("COPY", uid, name))
        self._well(*self.talk.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
        if self.expunges:  # else what people deleted would go as well; once marked it is not looked at again
            self._well(*self.talk.uid("EXPUNGE", uid))

    def _made(self, folder: str) -> str:
        name = self.prefix + folder
        if name not in self.there and not (self.talk.list('""', quoted(name))[1] or [None])[0]:
            self.talk.create(quoted(name))  # or another process does: the move tells whether it is there
            self.talk.subscribe(quoted(name))
        self.there.add(name)
        return name

    def _well(self, told: str, answer: Sequence[Any]) -> None:
        if told != "OK":
            raise imaplib.IMAP4.error(said(answer))


def waits(line: bytes) -> Waiting | None:
    """What an answer says of a letter; answers to nobody's question say less."""
    uid, size, received = UID.search(line), SIZE.search(line), RECEIVED.search(line)
    if not (uid and size and received):
        return None
    return Waiting(uid[1].decode(), instant(received[1].decode("ascii", "replace")), int(size[1]))


def prefix_of(namespaces: bytes) -> str:
    """What names of one's own folders begin with: `(("INBOX." ".")) NIL NIL`."""
    own = OWN.match(namespaces)
    return own[1].decode("ascii", "replace") if own else ""


def instant(told: str) -> datetime:
    """`21-Nov-2026 10:00:00 +0800`; a date that is none is so old that nobody believes it."""
    try:
        found = parsedate_to_datetime(told.strip().replace("-", " ", 2))
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def said(answer: Sequence[Any]) -> str:
    """A server's own words."""
    return str(answer[0] or b"", "utf-8", "replace") if answer else ""


def quoted(name: str) -> str:
    """A name as IMAP wants it."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
