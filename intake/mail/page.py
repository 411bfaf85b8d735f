"""HTML as plain lines: its words, with quotations marked as mail programs mark them.

Read in one pass whatever it holds: a parser of the standard library needs minutes for some kinds of rubbish.
"""

import re
from html import unescape

BLOCKS = re.compile(
    r"address|article|blockquote|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|header|hr|li|ol|p|pre|section|table|tr|ul"
)
HIDING = re.compile(r"<(/?)(style|script|title|template)\b[^<>]*+>", re.I)
TAG = re.compile(
    r"""<[!?][^<>]*+> | <(/?)([a-z][a-z0-9:-]*+)(?:[^<>"'] | "[^"]{0,2000}+" | '[^']{0,2000}+' | ["'])*+>""",
    re.I | re.X,
)
LONGEST = 2_000_000  # characters that are read: far more than a report may have
CELLS = frozenset(("td", "th"))
QUOTE = "blockquote"
MARK = "> "


class Lines:
    """The lines of a page as they come about."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[""]]
        self.depth = 0  # of quotations

    def say(self, words: str) -> None:
        """Words; line breaks of the source mean nothing."""
        self.lines[-1].append(re.sub(r"\s+", " ", unescape(words)))

    def open(self, tag: str) -> None:
        """A block begins on a line of its own, a cell after a blank."""
        if BLOCKS.fullmatch(tag) or tag == "br":
            self.depth += tag == QUOTE
            self.begin(always=tag == "br")
        elif tag in CELLS:
            self.say(" ")

    def close(self, tag: str) -> None:
        """What follows a block is on another line."""
        if BLOCKS.fullmatch(tag):
            self.depth = max(0, self.depth - (tag == QUOTE))
            self.begin()

    def begin(self, *, always: bool = False) -> None:
        """Begin a line, unless this one is still empty."""
        start = [MARK * min(self.depth, 9)]
        if always or any(one.strip() for one in self.lines[-1][1:]):
            self.lines.append(start)
        else:
            self.lines[-1] = start


def lines_of(page: str) -> str:
    """The words of a page as lines."""
    shown, made, at = uncommented(without_hidden(page[:LONGEST])), Lines(), 0
    for tag in TAG.finditer(shown):
        made.say(shown[at : tag.start()])
        at = tag.end()
        if tag[2]:
            (made.close if tag[1] else made.open)(tag[2].lower())
    made.say(shown[at:])
    return "\n".join("".join(pieces) for pieces in made.lines)


def without_hidden(page: str) -> str:
    """Without styles and scripts; one that is never closed hides nothing."""
    shown, at, hiding = [], 0, ""
    for tag in HIDING.finditer(page):
        name = tag[2].lower()
        if hiding and (name != hiding or not tag[1]):
            continue
        if not hiding:
            shown.append(page[at : tag.start()])
        hiding, at = "" if tag[1] else name, tag.end()
    return "".join(shown) + HIDING.sub("", page[at:])


def uncommented(page: str) -> str:
    """Without comments; one that is never closed is none."""
    shown, at = [], 0
    while (begins := page.find("<!--", at)) >= 0 and (ends := page.find("-->", begins)) >= 0:
        shown.append(page[at:begins])
        at = ends + 3
    return "".join(shown) + page[at:]
