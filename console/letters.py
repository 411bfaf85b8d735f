"""A sent message taken apart for reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that went with a letter."""

    name: str
    type: str
    content: bytes

    @property
    def headers(self) -> Mapping[str, str]:
        """Saved under its own name, never opened in place."""
        return {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(self.name)}",
            "x-content-type-options": "nosniff",
        }


@dataclass(frozen=True, slots=True)
class Letter:
    """Headers, words and files."""

    headers: Sequence[tuple[str, str]]
    subject: str
    text: str
    html: str
    attachments: Sequence[Attachment]


SHOWN = ("From", "To", "Date", "Message-ID")


def letter(message: bytes) -> Letter:
    """The letter in these bytes."""
    read = message_from_bytes(message, policy=policy.default)
    return Letter(
        headers=[(name, str(read[name])) for name in SHOWN if read[name]],
        subject=str(read["Subject"] or ""),
        text=part(read, "plain"),
        html=part(read, "html"),
        attachments=[file(one) for one in read.iter_attachments()],
    )


def text_letter(number: str, message: bytes) -> Letter:
    """A text to a phone, shown beside the letters."""
    return Letter([("To", number)], number, message.decode(), "", ())


def part(read: EmailMessage, kind: str) -> str:
    """The body of one kind, if it has one."""
    found = read.get_body((kind,))
    return str(found.get_content()) if found else ""


def file(one: EmailMessage) -> Attachment:
    """One attachment."""
    content = one.get_payload(decode=True)
    return Attachment(
        one.get_filename() or "file", one.get_content_type(), content if isinstance(content, bytes) else b""
    )
