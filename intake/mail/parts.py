"""A message taken apart: the words its writer meant to be read, and the files that came with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from intake.mail.page import lines_of
from intake.mail.words import decoded, header, tidy, unflowed

DEEPEST = 8  # letters within letters; more is no letter a person forwarded
MOST_PARTS = 500
FORWARDED = "转发的邮件"


@dataclass(frozen=True, slots=True)
class Part:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(slots=True)
class Parts:
    """Words in their order, and files."""

    words: list[str] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    seen: int = 0

    @property
    def text(self) -> str:
        """All words."""
        return tidy("\n\n".join(one for one in self.words if one.strip()))


def parts_of(message: Message) -> Parts:
    """Take it apart; a letter within it is read as well."""
    found = Parts()
    gather(message, found, depth=0)
    return found


def gather(part: Message, found: Parts, *, depth: int) -> None:
    """Whatever this part holds."""
    found.seen += 1
    if found.seen > MOST_PARTS or depth > DEEPEST:
        return
    if part.get_content_type() == "multipart/alternative":
        alternatives(part, found, depth=depth)
    elif part.get_content_type() == "message/rfc822":
        for one in inner(part):
            found.words.append(introduced(one))
            gather(one, found, depth=depth + 1)
    elif part.is_multipart():
        for one in inner(part):
            gather(one, found, depth=depth + 1)
    elif is_words(part):
        found.words.append(words_of(part))
    else:
        found.files.append(Part(name_of(part), content_of(part)))


def alternatives(part: Message, found: Parts, *, depth: int) -> None:
    """The same words several times: plain ones, unless they are empty; files among them all the same."""
    tries: list[Parts] = []
    for one in inner(part):
        tried = Parts(seen=found.seen)
        gather(one, tried, depth=depth + 1)
        found.seen = tried.seen
        found.files += tried.files
        tries.append(tried)
    found.words += next((one.words for one in tries if one.text), [])


def inner(part: Message) -> Iterator[Message]:
    """The parts within."""
    payload = part.get_payload()
    yield from (one for one in payload if isinstance(one, Message)) if isinstance(payload, list) else ()


def is_words(part: Message) -> bool:
    """Whether it is to be read rather than kept as a file."""
    readable = part.get_content_type() in ("text/plain", "text/html")
    return readable and part.get_content_disposition() != "attachment" and not part.get_filename()


def words_of(part: Message) -> str:
    """The words of one part as lines."""
    words = decoded(content_of(part), charset(part))
    if part.get_content_type() == "text/html":
        return lines_of(words)
    if parameter(part, "format").lower() == "flowed":
        return unflowed(words, joined=parameter(part, "delsp").lower() == "yes")
    return words


def content_of(part: Message) -> bytes:
    """The bytes, their transfer encoding undone as far as it can be."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def charset(part: Message) -> str:
    """The code it names."""
    return parameter(part, "charset")


def parameter(part: Message, name: str) -> str:
    """A parameter of its Content-Type; what cannot be read is none."""
    value = part.get_param(name, "")
    return (value[2] if isinstance(value, tuple) else str(value)).strip("\"'")


def name_of(part: Message) -> str:
    """The file's name in words, whichever way it was written."""
    return header(part.get_filename() or "")


def introduced(letter: Message) -> str:
    """The line above a letter within a letter."""
    told = [header(str(letter.get(one, ""))) for one in ("From", "Date", "Subject")]
    return f"——{FORWARDED}：{' · '.join(one for one in told if one)}——"
