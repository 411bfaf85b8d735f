"""Which way out an installation uses, and who words what goes out."""

from collections.abc import Callable
from datetime import datetime

from engine.mail import smtp_server
from engine.model.words import NoticeKind
from engine.ports import Doors, Notifier, Renderer
from engine.settings import Settings
from notifiers import texts
from notifiers.addresses import networks
from notifiers.documents.summary import SummaryRenderer
from notifiers.events import EventRenderer
from notifiers.folder import Folder
from notifiers.mail import Mail
from notifiers.ways import Ways
from notifiers.webhook import SCHEME, Webhook
from notifiers.wording import Wording

LOOPBACK = networks("127.0.0.0/8, ::1")


def notifier(settings: Settings, *, sample: bool, doors: Doors, wall: Callable[[], datetime]) -> Notifier:
    """Mail and texts for people, webhooks for systems; a sample never writes to anybody outside this machine."""
    allowed = LOOPBACK if sample else networks(settings.webhook_networks)
    webhook = Webhook(doors, wall=wall, allowed=allowed, public=not sample)
    return Ways(
        mail(settings, sample=sample), {SCHEME: webhook, texts.SCHEME: texts.Texts(settings.texts_folder)}
    )


def mail(settings: Settings, *, sample: bool) -> Notifier:
    """SMTP where a server is set, else the mailbox folder."""
    if settings.smtp_url is None or sample:
        return Folder(settings.mailbox_folder)
    return Mail(smtp_server(settings.smtp_url), sender=settings.mail_from)


def renderer(settings: Settings) -> Renderer:
    """The wording of notices; those with documents of their own have a renderer of their own."""
    base, zone, sender = settings.public_url, settings.timezone, settings.mail_from
    template = settings.catalog / "bulletin.docx"
    summary = SummaryRenderer(base=base, zone=zone, sender=sender, template=template)
    others: dict[str, Renderer] = {
        NoticeKind.SUMMARY: summary,
        NoticeKind.EDITION: summary,
        NoticeKind.EVENT: EventRenderer(base),
    }
    return Wording(base=base, zone=zone, sender=sender, replies=bool(settings.imap_url), others=others)
