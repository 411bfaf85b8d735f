"""A letter read: bytes in, what was said by whom and what came with it out; nothing here asks anybody."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32

from intake.fields import LONGEST
from intake.mail.automatic import MESSAGE_ID, Returned, returned, why_none
from intake.mail.history import parted
from intake.mail.parts import Part, parts_of
from intake.mail.words import header

KEPT = (
    *("From", "Sender", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References"),
    *(
        "Return-Path",
        "Delivered-To",
        "X-Originating-IP",
        "Received-SPF",
        "Authentication-Results",
        "Received",
    ),
)
LONGEST_KEPT = 1000  # characters of a header
REPLY = re.compile(r"^(re|aw|sv|antw|回复|答复|回覆|答覆)\s*(\[\d+\])?\s*[:：]\s*", re.I)
FORWARD = re.compile(r"^(fw|fwd|wg|转发|轉發|转寄)\s*[:：]\s*", re.I)
ANGLES = re.compile(r"^(.*)<([^<>]*)>[^<>]*$", re.S)
ADDRESS = re.compile(r"[^@\s,;:<>\"]+@[^@\s,;:<>\"]+\.[^@\s,;:<>\"]+")


class Bare(Compat32):
    """Headers as they came: bytes that are no ASCII stay what they are until they are read."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value, untouched."""
        return value


BARE = Bare()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says, and what stands around it."""

    external_id: str
    sha256: str
    sender: str  # the address alone; empty if there is none
    name: str
    subject: str
    text: str
    history: str
    answers: tuple[str, ...]  # Message-IDs without brackets
    headers: Mapping[str, str]
    files: tuple[Part, ...]
    none: str  # why it is no report
    returned: tuple[Returned, ...] = ()

    @property
    def words(self) -> str:
        """Subject and text as one; a subject that the text begins with is not said twice."""
        said = (
            self.text
            if not self.subject or self.text.startswith(self.subject)
            else f"{self.subject}\n{self.text}"
        )
        return said.strip()

    @property
    def empty(self) -> bool:
        """Whether it says and brings nothing."""
        return not self.words and not self.files


def read(content: bytes, *, own: str) -> Letter:
    """Read a letter; `own` is the address our own mails come from."""
    message = message_from_bytes(content, policy=BARE)
    digest = hashlib.sha256(content).hexdigest()
    name, sender = sender_of(message)
    none = why_none(message, sender, own)
    subject = header(message.get("Subject", ""))
    parts = parts_of(message)
    new, history = parted(parts.text) if answers(message, subject) else (parts.text, "")
    return Letter(
        external_id=message_id(message) or f"sha256:{digest}",
        sha256=digest,
        sender=sender,
        name=name,
        subject=plain(subject),
        text=new,
        history=history,
        answers=tuple(dict.fromkeys(answered(message))),
        headers=headers_of(message),
        files=tuple(parts.files),
        none=none,
        returned=tuple(returned(message)) if none == "returned" else (),
    )


def sender_of(message: Message) -> tuple[str, str]:
    """The writer's name and address; an address that could not be written to is none."""
    said = message.get("From", "")
    named = ANGLES.match(said)
    name, mail = (named[1].strip(' \t"'), named[2]) if named else ("", said.strip())
    sound = len(mail) <= LONGEST and ADDRESS.fullmatch(mail) and mail.isascii() and mail.isprintable()
    return (header(name)[:LONGEST], mail) if sound else (header(said)[:LONGEST], "")


def message_id(message: Message) -> str:
    """Its Message-ID, if it has one that can stand for it."""
    named = MESSAGE_ID.search(message.get("Message-ID", ""))
    said = str(named[1]) if named else ""
    return said if len(said) <= LONGEST and said.isascii() and said.isprintable() else ""


def answered(message: Message) -> list[str]:
    """What it answers."""
    return [
        one for name in ("In-Reply-To", "References") for one in MESSAGE_ID.findall(message.get(name, ""))
    ]


def answers(message: Message, subject: str) -> bool:
    """Whether history may stand below: an answer, and nothing that was passed on."""
    return not FORWARD.match(subject) and (bool(REPLY.match(subject)) or bool(answered(message)))


def plain(subject: str) -> str:
    """The subject without the marks of answers and forwards."""
    while mark := REPLY.match(subject) or FORWARD.match(subject):
        subject = subject[mark.end() :]
    return subject.strip()


def headers_of(message: Message) -> dict[str, str]:
    """The headers that tell where it came from; the first of each, which the last server wrote."""
    return {name: header(message[name])[:LONGEST_KEPT] for name in KEPT if name in message}
