"""What arrives in a mailbox and is no report: answers of machines, mailing lists, our own mails, and mails that came back."""

import re
from dataclasses import dataclass
from email.message import Message

from engine.mail import ENHANCED, no_such_address
from intake.mail.parts import content_of, inner
from intake.mail.words import decoded, header

SUBJECT = re.compile(
    r"^(自动回复|自动答复|自动應答|自动应答|automatic reply|auto[- ]?reply|autoreply|out of (the )?office)\s*[:：]",
    re.I,
)
BULK = ("bulk", "junk", "list")
MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
CODE = re.compile(r"\b([45]\d\d)\b[ -]*(.*)", re.S)


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail that came back for good: to whom it was sent, under which Message-IDs, and what their server said."""

    mail: str
    names: tuple[str, ...]
    detail: str


def why_none(message: Message, sender: str, own: str) -> str:
    """Why it is no report: `own`, `returned`, `list` or `automatic`; empty if a person wrote it to us."""
    if sender and sender.lower() == own.lower():
        return "own"
    if message.get_content_type() == "multipart/report" or message.get("Return-Path", "").strip() == "<>":
        return "returned"
    if "List-Id" in message or value(message, "Precedence") in BULK:
        return "list"
    answered = value(message, "Auto-Submitted").partition(";")[0].strip() not in ("", "no")
    wants_none = value(message, "X-Auto-Response-Suppress") not in ("", "none")
    others = any(one in message for one in ("X-Autoreply", "X-Autorespond", "X-Autoresponse"))
    if answered or wants_none or others or SUBJECT.match(header(message.get("Subject", ""))):
        return "automatic"
    return ""


def value(message: Message, name: str) -> str:
    """A header's word, in small letters."""
    return header(message.get(name, "")).lower()


def returned(message: Message) -> list[Returned]:
    """The addresses that a report of delivery says are not there."""
    names = tuple(original(message))
    found = []
    for fields in statuses(message):
        address = header(fields.get("Final-Recipient", "") or fields.get("Original-Recipient", ""))
        mail, said = address.rpartition(";")[2].strip().strip("<>"), said_of(fields)
        if mail and value(fields, "Action") == "failed" and is_gone(value(fields, "Status"), said):
            found.append(Returned(mail, names, said[:500]))
    return found


def statuses(message: Message) -> list[Message]:
    """The fields about each recipient."""
    reports = (one for one in message.walk() if one.get_content_type() == "message/delivery-status")
    return [fields for one in reports for fields in inner(one) if "Action" in fields]


def said_of(fields: Message) -> str:
    """What the other server said, else the status."""
    return header(fields.get("Diagnostic-Code", "")).partition(";")[2].strip() or value(fields, "Status")


def is_gone(status: str, said: str) -> bool:
    """Whether the address does not exist; a status that says nothing is judged by the other server's words."""
    if ENHANCED.match(status) and status != "5.0.0":
        return no_such_address(0, status)
    told = CODE.search(said)
    return told is not None and no_such_address(int(told[1]), told[2])


def original(message: Message) -> list[str]:
    """The Message-IDs of the mail that came back."""
    found: list[str] = []
    for one in message.walk():
        if one.get_content_type() == "text/rfc822-headers":
            found += MESSAGE_ID.findall(headers_within(decoded(content_of(one))))
        elif one.get_content_type() == "message/rfc822":
            found += [
                name for letter in inner(one) for name in MESSAGE_ID.findall(letter.get("Message-ID", ""))
            ]
    return found


def headers_within(words: str) -> str:
    """The Message-ID among headers sent as words."""
    found = re.search(r"^message-id:(.*(?:\n[ \t].*)*)", words.replace("\r\n", "\n"), re.I | re.M)
    return found[1] if found else ""
