"""Bytes of a letter as words: codes that are named wrongly, headers as they come, lines as people typed them."""

import binascii
import quopri
import re

from intake.fields import CONTROL

CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "x-gbk", "euc-cn")
WESTERN = (
    "",
    "us-ascii",
    "ascii",
    "iso-8859-1",
    "latin-1",
    "latin1",
    "windows-1252",
    "x-unknown",
    "unknown-8bit",
)
IDEOGRAPH = re.compile("[\u3400-\u9fff]")
BLANKS = re.compile("[ \t\u00a0\u3000]+")
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
ENCODED = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")


def decoded(content: bytes, named: str = "") -> str:
    """The words, by the code that is named unless the bytes say another; what cannot be read becomes �."""
    for code in codes(content, named.lower().strip()):
        try:
            return content.decode(code)
        except (ValueError, LookupError):  # also of a name that is no code, or no code for text
            continue
    return content.decode("utf-8", "replace")


def codes(content: bytes, named: str) -> list[str]:
    """The codes to be tried in turn: GBK is called GB 2312, and either is called Latin, by many programs."""
    if named in CHINESE:
        return ["utf-8", "gb18030"] if ideographs(content) else ["gb18030", "utf-8"]
    if named in WESTERN:
        return ["utf-8", "gb18030", "cp1252"]
    return [named, "utf-8", "gb18030", "cp1252"]


def ideographs(content: bytes) -> bool:
    """Whether the bytes are UTF-8 in which Chinese characters stand; GBK hardly ever looks like that."""
    try:
        return IDEOGRAPH.search(content.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False


def header(value: str) -> str:
    """A header on one line in words: unfolded, encoded words read (RFC 2047), bare bytes by the code they are in."""
    line = re.sub(r"[\r\n]+[ \t]*", " ", value)
    return tidy("".join(decoded(content, code) for content, code in pieces(line))).replace("\n", " ")


def pieces(line: str) -> list[tuple[bytes, str]]:
    """Bytes and their code; one character may be broken between two encoded words, so neighbours are joined."""
    found: list[tuple[bytes, str]] = []
    at = 0
    for word in ENCODED.finditer(line):
        between, code = line[at : word.start()], word[1].lower()
        if between.strip() or (between and not found):
            found.append((between.encode("utf-8", "surrogateescape"), ""))
        before = found.pop()[0] if found and found[-1][1] == code else b""
        found.append((before + unwrapped(word), code))
        at = word.end()
    return [*found, (line[at:].encode("utf-8", "surrogateescape"), "")]


def unwrapped(word: re.Match[str]) -> bytes:
    """The bytes of one encoded word; one that cannot be read stands as it came."""
    content = word[3].encode("utf-8", "surrogateescape")
    try:
        if word[2] in "bB":
            return binascii.a2b_base64(content + b"=" * (-len(content) % 4))
        return quopri.decodestring(content, header=True)
    except binascii.Error:
        return word[0].encode("utf-8", "surrogateescape")


def tidy(words: str) -> str:
    """Without control characters, and with lines and blanks as people type them."""
    typed = INVISIBLE.sub("", words).replace("\r\n", "\n").replace("\r", "\n")
    plain = CONTROL.sub("", typed)
    lines = [BLANKS.sub(" ", line).strip() for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def unflowed(words: str, *, joined: bool) -> str:
    """Lines that a program broke softly (RFC 3676) made whole again; `joined`: the blank was only a mark."""
    whole: list[str] = []
    soft = False
    for line in words.replace("\r\n", "\n").split("\n"):
        if soft and not line.startswith(">"):
            whole[-1] = (whole[-1][:-1] if joined else whole[-1]) + line.removeprefix(" ")
        else:
            whole.append(line)
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(whole)
