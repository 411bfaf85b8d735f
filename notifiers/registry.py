"""Which way out an installation uses, and who words what goes out."""

from engine.model.words import NoticeKind
from engine.ports import Notifier, Renderer
from engine.settings import Settings
from notifiers.documents.summary import SummaryRenderer
from notifiers.folder import Folder
from notifiers.mail import Mail, server
from notifiers.wording import Wording


def notifier(settings: Settings, *, sample: bool) -> Notifier:
    """SMTP where a server is set, else the mailbox folder; a sample never writes to real people."""
    if settings.smtp_url is None or sample:
        return Folder(settings.mailbox_folder)
    return Mail(server(settings.smtp_url), sender=settings.mail_from)


def renderer(settings: Settings) -> Renderer:
    """The wording of notices; those with documents of their own have a renderer of their own."""
    base, zone, sender = settings.public_url, settings.timezone, settings.mail_from
    template = settings.catalog / "bulletin.docx"
    summary = SummaryRenderer(base=base, zone=zone, sender=sender, template=template)
    others: dict[str, Renderer] = {NoticeKind.SUMMARY: summary, NoticeKind.EDITION: summary}
    return Wording(base=base, zone=zone, sender=sender, others=others)
