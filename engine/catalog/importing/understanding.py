"""What an item says of its agencies and deadline, and what about it is unsure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from engine.catalog.importing.deadlines import deadline
from engine.catalog.importing.found import Doubt, Found, Item, Why, Written
from engine.catalog.importing.heading import proposed
from engine.catalog.importing.responsibility import LABEL, Parsed, Reader, closing

DEADLINE = re.compile(
    r"[；;，,]?\s*(?:完成|办结|落实)(?:时限|时间)[:：]\s*([^。；;（）()\[\]【】〔〕]+)[；;]?"
)
SENTENCE_END = re.compile(r"[。！？）)”]$")


class Understanding:
    """Understands the items of one document, one after another; `doubts` gathers what is to be confirmed."""

    def __init__(self, reader: Reader, year: int | None) -> None:
        self.reader = reader
        self.year = year
        self.doubts: list[Doubt] = []
        self.unranked: list[int | None] = []

    def measure(self, item: Item) -> Found:
        """One item as a measure."""
        text, parsed = self.agencies(item)
        due = deadline(item.deadline or next((one[1] for one in DEADLINE.finditer(item.text)), ""), self.year)
        for why, what in parsed.doubts:
            self.doubt(item, why, what)
        if not due.sure:
            what = "is not understood" if self.year else "has no year, and the document's is not known"
            self.doubt(item, Why.UNCLEAR_DEADLINE, f"the deadline “{due.text}” {what}")
        if not parsed.written.ranked and not parsed.written.by_duty:
            self.unranked.append(item.number)
        return Found(
            number=item.number,
            section=item.section,
            title=proposed(text),
            where=item.where,
            lead_as_written=parsed.written.lead,
            support_as_written=parsed.written.support,
            by_duty=parsed.written.by_duty,
            deadline_text=due.text,
            deadline_kind=due.kind,
            deadline_on=due.on,
        )

    def agencies(self, item: Item) -> tuple[str, Parsed]:
        """The item's text without its agencies, and the agencies: from columns, or from the end of the text."""
        if item.lead is not None:
            return item.text, self.reader.columns(item.lead, item.support or item.responsible or "")
        if item.responsible is not None:
            return item.text, self.reader.responsible(item.responsible)
        text = DEADLINE.sub("", item.text)
        if (end := closing(text)) and self.reader.looks_responsible(end[1]):
            return end[0], self.reader.responsible(end[1])
        if label := LABEL.search(text):
            return text[: label.start()], self.reader.responsible(text[label.start() :])
        return text, Parsed(Written(), [])

    def of_all(self, items: Sequence[Item], measures: Sequence[Found]) -> None:
        """What only the whole document shows: its numbers, its silence about agencies, its end."""
        self.doubts.extend(numbers(items))
        silent = [one for one in measures if not one.lead_as_written]
        if len(silent) == len(measures):
            what = "the document names no agencies; each lead is to be inferred, with a reason"
            self.doubts.append(Doubt(why=Why.NO_AGENCY, where=items[0].where, what=what))
        else:
            for one in silent:
                what = "no lead is named"
                self.doubts.append(Doubt(why=Why.NO_AGENCY, where=one.where, what=what, number=one.number))
        if self.unranked:
            what = f"one column names all agencies; the first of {len(self.unranked)} measures is read as the lead"
            self.doubts.append(Doubt(why=Why.FIRST_LEADS, where=items[0].where, what=what))
        last = items[-1]
        if last.lead is None and last.responsible is None and not SENTENCE_END.search(last.text):
            what = "the last measure ends in the middle of a sentence"
            self.doubts.append(Doubt(why=Why.TRUNCATED, where=last.where, what=what, number=last.number))

    def doubt(self, item: Item, why: Why, what: str) -> None:
        """Something unsure about one item."""
        self.doubts.append(Doubt(why=why, where=item.where, what=what, number=item.number))


def numbers(items: Sequence[Item]) -> Iterator[Doubt]:
    """Numbers that are missing, there twice, or not written."""
    counted = Counter(one.number for one in items if one.number is not None)
    for one in items:
        if one.number is None:
            yield Doubt(why=Why.NO_NUMBER, where=one.where, what=f"has no number: {one.text[:40]}")
        elif counted[one.number] > 1:
            what = f"number {one.number} is there {counted[one.number]} times"
            yield Doubt(why=Why.REPEATED_NUMBER, where=one.where, what=what, number=one.number)
    missing = sorted(set(range(1, max(counted, default=0) + 1)) - set(counted))
    if missing:
        what = f"numbers {', '.join(map(str, missing))} are missing"
        yield Doubt(why=Why.MISSING_NUMBER, where=items[0].where, what=what)
