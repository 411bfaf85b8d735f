"""周报 as a message: the mail with its workbook and CSV; one renderer for the task force's and the agencies' editions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.ports import Outgoing, Rendered
from notifiers.documents import mail
from notifiers.documents.bulletin import bulletin
from notifiers.documents.comma import comma
from notifiers.documents.page import Page
from notifiers.documents.workbook import workbook
from notifiers.message import Attachment, Letter, compose
from notifiers.vocabulary import LANGUAGES

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Document:
    """What a summary is sent as."""

    subject: str
    html: str
    text: str
    attachments: tuple[Attachment, ...]


def render_summary(
    facts: Mapping[str, Any], locale: str, *, base: str, zone: ZoneInfo, template: Path | None = None
) -> Document:
    """Subject, HTML, text and attachments from the facts of a summary's notice."""
    page = Page(facts, locale, base, zone)
    name = f"{page.title} {page.week}".replace("/", "-")
    files = (
        Attachment(f"{name}.xlsx", workbook(page), XLSX),
        *bulletins(page, name, template),
        Attachment(f"{page.word('ledger')} {page.week}.csv", comma(page), "text/csv"),
    )
    return Document(page.subject, mail.html(page), mail.text(page), files)


def bulletins(page: Page, name: str, template: Path | None) -> tuple[Attachment, ...]:
    """The Word bulletin is written for the task force."""
    return () if page.edition else (Attachment(f"{name}.docx", bulletin(page, template), DOCX),)


class SummaryRenderer:
    """Renders the notices that carry a weekly summary."""

    def __init__(self, *, base: str, zone: ZoneInfo, sender: str, template: Path | None = None) -> None:
        self.base, self.zone, self.sender, self.template = base, zone, sender, template

    def render(self, notice: Outgoing) -> Rendered:
        """Subject and message; the same notice gives the same bytes."""
        locale = notice.locale if notice.locale in LANGUAGES else LANGUAGES[0]
        made = render_summary(notice.payload, locale, base=self.base, zone=self.zone, template=self.template)
        letter = Letter(
            key=notice.key,
            to=notice.to,
            subject=made.subject,
            text=made.text,
            html=made.html,
            at=notice.created_at,
            locale=locale,
            attachments=made.attachments,
        )
        return Rendered(subject=made.subject, message=compose(letter, sender=self.sender))
