"""What a message is built of, once as text and once as HTML; people's words are escaped in the latter."""

import re
from collections.abc import Iterable
from typing import Protocol

from markupsafe import Markup, escape

BLANK = re.compile(r"\n\s*\n")
CELL = "padding:4px 0;vertical-align:top"


class Parts(Protocol):
    """The pieces templates may use beside plain paragraphs."""

    def table(self, rows: Iterable[tuple[str, str]]) -> str:
        """Labels with values; rows without a value are left out."""
        ...

    def quote(self, words: str) -> str:
        """Somebody's own words."""
        ...

    def button(self, label: str, url: str) -> str:
        """A link to follow."""
        ...

    def whole(self, body: str) -> str:
        """Paragraphs from what a template gave."""
        ...


class TextParts:
    """Plain text."""

    def __init__(self, colon: str) -> None:
        self.colon = colon

    def table(self, rows: Iterable[tuple[str, str]]) -> str:
        """One line each."""
        return "\n".join(f"{label}{self.colon}{value}" for label, value in rows if value)

    def quote(self, words: str) -> str:
        """Set in from the margin."""
        return "\n".join(f"  {line}".rstrip() for line in words.strip().splitlines())

    def button(self, label: str, url: str) -> str:
        """The address in full."""
        return f"{label}{self.colon}{url}"

    def whole(self, body: str) -> str:
        """Paragraphs parted by one empty line."""
        return (
            BLANK.sub("\n\n", "\n".join(line.rstrip() for line in body.strip("\n").splitlines())).strip()
            + "\n"
        )


class HtmlParts:
    """HTML with its style on every element, as mail programs want it."""

    def table(self, rows: Iterable[tuple[str, str]]) -> Markup:
        """Two columns."""
        cells = Markup("").join(
            Markup(
                '<tr><td style="{0};padding-right:16px;color:#5b6472;white-space:nowrap">{1}</td><td style="{0}">{2}</td></tr>'
            ).format(CELL, label, value)
            for label, value in rows
            if value
        )
        return Markup(
            '<table role="presentation" style="border-collapse:collapse;margin:0 0 16px">{0}</table>'
        ).format(cells)

    def quote(self, words: str) -> Markup:
        """Set off by a rule."""
        style = "margin:0 0 16px;padding:8px 14px;border-left:3px solid #c9ced6;background:#f6f7f9"
        return Markup('<blockquote style="{0}">{1}</blockquote>').format(Markup(style), lines(words))

    def button(self, label: str, url: str) -> Markup:
        """Filled, and the address stays visible to those who check it."""
        style = "display:inline-block;padding:9px 18px;border-radius:4px;background:#1f4e79;color:#fff;text-decoration:none"
        return Markup('<div style="margin:0 0 16px"><a href="{0}" style="{1}">{2}</a></div>').format(
            url, Markup(style), label
        )

    def whole(self, body: str) -> Markup:
        """Paragraphs; a piece that is an element already stays as it is."""
        pieces = (piece.strip() for piece in BLANK.split(body.strip()))
        done = (
            piece if piece.startswith("<") else f'<p style="margin:0 0 16px">{piece}</p>'
            for piece in pieces
            if piece
        )
        return Markup("\n".join(done))


def lines(words: str) -> Markup:
    """People's words with their line breaks; an empty line must not read as the end of a piece."""
    return Markup("<br>").join(escape(line) for line in words.strip().splitlines())
