"""A mail as bytes: text and HTML, attachments, and headers that are the same every time it is made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.contentmanager import raw_data_manager
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr

from engine.mail import message_name

# Headers are written as they stand: the newer policy parses and folds each anew, five times the work of the rest.
WRITTEN = compat32.clone(linesep="\r\n")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
SUBJECT_LENGTH = 150  # characters; longer ones are cut by the clients anyway


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along."""

    name: str
    content: bytes
    type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says, before it is bytes."""

    key: str
    to: Sequence[str]
    subject: str
    text: str
    html: str
    at: datetime
    locale: str = "zh"
    thread: str | None = None  # the reference: mail programs show its mails together
    attachments: Sequence[Attachment] = ()
    unsubscribe: str = ""  # where one POST ends it (RFC 8058)
    code: str = ""  # the follow code of who reads it: whoever answers this mail has had it


def compose(letter: Letter, *, sender: str) -> bytes:
    """The same letter gives the same bytes: identifiers and boundaries come from its key, the date from its notice."""
    called, address = parseaddr(sender)
    domain = address.rpartition("@")[2] or "localhost"
    mail = EmailMessage(policy=WRITTEN)
    put(mail, "From", formataddr((called, address)))
    put(mail, "To", ", ".join(letter.to))
    mail["Subject"] = Header(clean(letter.subject), "utf-8", header_name="Subject")
    put(mail, "Date", format_datetime(letter.at))
    put(mail, "Message-ID", f"<{message_name(letter.key, letter.code)}@{domain}>")
    put(mail, "Auto-Submitted", "auto-generated")
    put(mail, "List-Id", f"<notices.{domain}>")
    put(mail, "Content-Language", letter.locale)
    put(mail, "Idempotency-Key", letter.key)
    if letter.unsubscribe:
        put(mail, "List-Unsubscribe", f"<{letter.unsubscribe}>")
        put(mail, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    if letter.thread:
        put(mail, "References", f"<{message_name(letter.thread)}.issue@{domain}>")
    fill(mail, letter)
    return mail.as_bytes()


def put(mail: EmailMessage, header: str, value: str) -> None:
    """A header of one line in ASCII; anything else could be read as a header of its own."""
    if CONTROL.search(value) or not value.isascii():
        raise ValueError(f"{header} cannot be {value!r}")
    mail[header] = value


def fill(mail: EmailMessage, letter: Letter) -> None:
    """Text first, HTML as its alternative, then the attachments."""
    mail.set_content(letter.text, content_manager=raw_data_manager)
    mail.add_alternative(letter.html, subtype="html", content_manager=raw_data_manager)
    for one in letter.attachments:
        main, _, sub = one.type.partition("/")
        mail.add_attachment(
            one.content, maintype=main, subtype=sub, filename=one.name, content_manager=raw_data_manager
        )
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        bound(part, f"={message_name(letter.key)}={number}")


def bound(part: MIMEPart, boundary: str) -> None:
    """Boundaries made at random would make every rendering differ."""
    part.set_boundary(boundary)


def clean(line: str) -> str:
    """One line: what people wrote cannot add a header."""
    return CONTROL.sub(" ", line).strip()[:SUBJECT_LENGTH]
