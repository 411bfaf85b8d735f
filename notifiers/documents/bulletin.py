"""The summary as a Word bulletin, from a template that people edit in Word, one for each language; a port may keep its own."""

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docxtpl import DocxTemplate

from notifiers.documents import figures as write
from notifiers.documents.mail import TEMPLATES, said
from notifiers.documents.page import NOWHERE, Page, Value

NAMES = {"zh": "bulletin.docx", "en": "bulletin.en.docx"}
OVERDUE_LINES = 8


def bulletin(page: Page, template: Path | None = None) -> bytes:
    """The file's bytes; the same facts and template give the same bytes."""
    made = DocxTemplate(written_in(page.locale, template))
    made.render(said(page) | more(page), autoescape=True)
    out = io.BytesIO()
    made.save(out)
    return still(out.getvalue())


def written_in(locale: str, template: Path | None) -> Path:
    """The port's own template of that language, which stands beside its Chinese one, or ours."""
    own = template.with_name(NAMES[locale]) if template else None
    return own if own and own.exists() else TEMPLATES / NAMES[locale]


def more(page: Page) -> dict[str, object]:
    """What the bulletin says beside what the mail says."""
    undispatched = [line["balance"]["closing"]["n"] for line in page.agencies if line["agency"] == NOWHERE]
    return {
        "rates": [rate_line(page, key) for key in page.rates],
        "undispatched": sum(undispatched),
        "n": page.figures["attention"],
        "overdue": page.lines("overdue")[:OVERDUE_LINES],
        "overdue_more": max(0, len(page.lines("overdue")) - OVERDUE_LINES),
    }


def rate_line(page: Page, key: str) -> Value:
    """A rate with what stands beside it."""
    rate = page.figures["rates"][key]
    return {
        "key": key,
        "rate": rate,
        "points": write.points(rate, page.facts["rates_before"].get(key)),
        "left_out": write.left_out(rate, page.locale),
    }


def still(document: bytes) -> bytes:
    """The same archive without the times at which its parts were written."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(document)) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(ZipInfo(name), read.read(name), compress_type=ZIP_DEFLATED)
    return out.getvalue()
