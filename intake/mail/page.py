"""HTML as plain lines: its words, with quotations marked as mail programs mark them."""

import re
from html.parser import HTMLParser

BLOCKS = re.compile(
    r"address|article|blockquote|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|header|hr|li|ol|p|pre|section|table|tr|ul"
)
UNSEEN = re.compile(r"style|script|title|template")
TAG = re.compile(r"<[^<>]*>")
CELLS = frozenset(("td", "th"))
QUOTE = "blockquote"
MARK = "> "


class Reader(HTMLParser):
    """Gathers the words of HTML; quotations are marked as mail programs mark them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.depth = 0  # of quotations
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins on a line of its own, a cell after a blank."""
        if UNSEEN.fullmatch(tag):
            self.unseen += 1
        elif tag == "body":
            self.unseen = 0  # whatever was left open before
        elif BLOCKS.fullmatch(tag) or tag == "br":
            self.depth += tag == QUOTE
            self.break_line(always=tag == "br")
        elif tag in CELLS:
            self.lines[-1] += " "

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>` breaks; an empty `<style/>` hides nothing."""
        if not UNSEEN.fullmatch(tag):
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """What follows a block is on another line."""
        if UNSEEN.fullmatch(tag):
            self.unseen = max(0, self.unseen - 1)
        elif BLOCKS.fullmatch(tag):
            self.depth = max(0, self.depth - (tag == QUOTE))
            self.break_line()

    def handle_data(self, data: str) -> None:
        """Words; line breaks of the source mean nothing."""
        if not self.unseen:
            self.lines[-1] += re.sub(r"\s+", " ", data)

    def break_line(self, *, always: bool = False) -> None:
        """Begin a line, unless this one is still empty."""
        start = MARK * self.depth
        if always or self.lines[-1].strip(MARK):
            self.lines.append(start)
        else:
            self.lines[-1] = start


def lines_of(page: str) -> str:
    """The words of a page as lines."""
    reader = Reader()
    try:
        reader.feed(page)
        reader.close()
    except AssertionError:  # how the parser says that a declaration is none
        return TAG.sub(" ", page)
    return "\n".join(reader.lines)
