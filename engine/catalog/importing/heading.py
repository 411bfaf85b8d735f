"""What a document says of itself, and a short title for each measure to start from."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from engine.catalog.importing.deadlines import day_of
from engine.catalog.importing.pages import Line, joined, tight

LONGEST = 30  # characters of a proposed title
REFERENCE = re.compile(r"^\s*[^《》（(，。]{2,20}?(?:[〔\[]\d{4}[〕\]]\s*第?|第)\s*\d+\s*号\s*$")
ISSUED = re.compile(r"^\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*$")
YEAR = re.compile(r"(20\d{2})\s*年")
QUOTED = re.compile(r"《([^《》]{6,80})》")
ATTACHED = re.compile(r"^附\s*件\s*\d*$")
FRONT = 60  # lines in which a document introduces itself


class Front(NamedTuple):
    """What the first page says."""

    title: str = ""
    reference: str = ""
    issued_on: date | None = None
    year: int | None = None


def front(lines: Sequence[Line]) -> Front:
    """Title, reference number, date and year, as far as the first page has them."""
    texts = [line.text for line in lines[:FRONT] if line.text.strip()]
    reference = next((tight(found[0]) for text in texts if (found := REFERENCE.search(text))), "")
    issued = next((found for text in texts if (found := ISSUED.match(text))), None)
    on = day_of(*map(int, issued.groups())) if issued else None
    title = titled(texts, reference)
    year = on.year if on else next((int(found[1]) for found in YEAR.finditer(title)), None)
    return Front(title, reference, on, year)


def titled(texts: Sequence[str], reference: str) -> str:
    """The title in quotation marks that the letter sends, else the first line that is one."""
    quoted = QUOTED.search(joined(texts[:12]))
    if quoted and "印发" in joined(texts[:12]):
        return tight(quoted[1])
    lines = (tight(text.strip("\t ")) for text in texts[:12])
    return next((one for one in lines if one and one != reference and not ATTACHED.match(one)), "")[:80]


def proposed(text: str) -> str:
    """A measure's own heading: up to its first full stop, or what fits of its first clause."""
    sentence = re.split(r"[。；;]", text, maxsplit=1)[0]
    clause = sentence if len(sentence) <= LONGEST else re.split(r"[，,：:]", sentence, maxsplit=1)[0]
    return clause.strip()[:LONGEST] or "（无标题）"
