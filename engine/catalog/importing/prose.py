"""Numbered measures in running text: chapters, items, and sentences that lines and pages broke in two."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.catalog.importing.found import Item
from engine.catalog.importing.numerals import Mark, chapter, item
from engine.catalog.importing.pages import Line, joined

LEAP = 5  # a number further ahead than this is no item but a figure at the beginning of a line
FULL = 0.85  # of the widest line: a heading as wide as this goes on in the next
TAIL = re.compile(r"^\s*(附件|附表|抄送|（此件|（联系人|\d{4}\s*年\s*\d+\s*月\s*\d+\s*日\s*$)")


@dataclass(slots=True)
class Block:
    """A chapter heading or an item, with its lines so far."""

    number: int | None  # None: a chapter
    where: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Cutter:
    """Cuts lines at their marks; what stands before the first mark is the letter that sends the document."""

    chaptered: bool
    chapters: int = 0
    last: int = 0
    style: int | None = None
    open: Block | None = None
    done: list[Block] = field(default_factory=list)

    def take(self, line: Line) -> None:
        """One line."""
        heading, mark = chapter(line.text), item(line.text)
        if heading is not None and self.chapters < heading <= self.chapters + 2:
            self.chapters = heading
            self.begin(None, line.where, line.text)
        elif mark is not None and self.counts(mark):
            self.style, self.last = mark.style, mark.number
            self.begin(mark.number, line.where, mark.rest)
        elif TAIL.match(line.text):
            self.open = None
        elif self.open is not None:
            self.open.lines.append(line.text)

    def begin(self, number: int | None, where: str, text: str) -> None:
        """A new block."""
        self.open = Block(number, where, [text])
        self.done.append(self.open)

    def counts(self, mark: Mark) -> bool:
        """Whether a mark is the next item's, rather than a figure or a point within an item."""
        if (self.chaptered and not self.chapters) or self.style not in (None, mark.style):
            return False
        restarts = mark.number == 1 and self.open is not None and self.open.number is None
        return restarts or self.last < mark.number <= self.last + LEAP


def items(lines: Sequence[Line]) -> Iterator[Item]:
    """The items of running text, each under its chapter; a chapter without items yields none."""
    written = [line for line in lines if line.text.strip()]
    width = max((len(line.text.strip()) for line in written), default=0)
    section = ""
    for block in cut(written):
        if block.number is None:
            section = heading(block.lines, width)
        else:
            yield Item(number=block.number, section=section, text=joined(block.lines), where=block.where)


def cut(lines: Sequence[Line]) -> list[Block]:
    """The lines as chapters and items."""
    cutter = Cutter(chaptered=any(chapter(line.text) for line in lines))
    for line in lines:
        cutter.take(line)
    return cutter.done


def heading(lines: Sequence[str], width: int) -> str:
    """A chapter's heading: its line, and the next where the first is full."""
    taken = [lines[0]]
    for earlier, later in pairwise(lines):
        if len(earlier.strip()) < width * FULL:
            break
        taken.append(later)
    return joined(taken)


def empty_chapters(lines: Sequence[Line]) -> list[Block]:
    """Chapters that no item follows: where a truncated source ends."""
    found = cut([line for line in lines if line.text.strip()])
    chapters = [
        (one, after) for one, after in pairwise([*found, None]) if one is not None and one.number is None
    ]
    return [one for one, after in chapters if after is None or after.number is None]
