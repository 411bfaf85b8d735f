"""Settings, read once by each process from the environment (`QINGLING_…`) or `.env`."""

from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything an installation may set; the defaults run the whole system on one machine."""

    model_config = SettingsConfigDict(env_prefix="QINGLING_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(default=ROOT / ".data", description="Folder of the embedded database and the mailbox.")
    catalog: Path = Field(
        default=ROOT / "catalogs" / "tianjin-port", description="The port's catalogue folder."
    )
    database_url: str | None = Field(
        default=None, description="Your own PostgreSQL; empty starts the embedded one."
    )
    pool_size: int = 8
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    zone: str = "Asia/Shanghai"
    reference_prefix: str = "QL"
    sample: bool = Field(default=True, description="Fill an empty database with a simulated sample month.")
    smtp_url: str | None = Field(
        default=None, description="smtp://user:pass@host:25, smtps://… or smtp+starttls://…"
    )
    mail_from: str = "qingling@localhost"
    imap_url: str | None = Field(
        default=None,
        description="Mailbox whose letters are reports: imaps://user:pass@host/INBOX, imap://… or imap+starttls://…",
    )
    webhook_networks: str = Field(
        default="",
        description="Networks within the house that webhooks may reach, as 10.20.0.0/16, and by http.",
    )
    mailbox: Path | None = Field(default=None, description="Folder of .eml files; used when no SMTP is set.")
    texts: Path | None = Field(default=None, description="Folder of texts to phones, for a gateway to send.")
    check_share: float = Field(
        default=0.1, ge=0, le=1, description="Share of callbacks and answers at once that are checked again."
    )
    summary_editions: bool = Field(
        default=True, description="Send each agency's heads the weekly summary of their own issues."
    )
    summary_release: bool = Field(
        default=False, description="Weekly summaries are only drawn; a person releases them."
    )
    attachment_mb: int = Field(default=10, ge=1, description="Largest file that may be handed in, in MB.")
    attachment_count: int = Field(default=9, ge=1, description="Most files handed in at once.")
    attachments_mb: int = Field(default=50, ge=1, description="All files of one form together, in MB.")
    proof_bits: int = Field(
        default=15,
        ge=0,
        le=24,
        description="Work asked of a browser that sends a report; each bit doubles it.",
    )
    prefect_port: int = 4200
    prefect_embedded: bool = True
    secret: str | None = Field(
        default=None, description="Signs cookies; made and kept in the data folder if unset."
    )
    seal_key: str | None = Field(
        default=None,
        description="Signs the trail's seals; every process needs the same. Made and kept in the data folder if unset.",
    )
    roots: Path | None = Field(
        default=None,
        description="Folder for the trail's daily roots; best one that the database cannot write.",
    )
    keep_contacts_days: int = Field(
        default=730, ge=30, description="Names, phones and mails of reporters, after their issues closed."
    )
    keep_runs_days: int = Field(
        default=90, ge=1, description="What runs of duties did, and which issues they touched."
    )
    keep_mails_days: int = Field(default=180, ge=7, description="Text and addresses of mails that were sent.")
    log_level: str = "info"
    log_format: Literal["line", "json"] = Field(default="line", description="key=value lines, or JSON lines.")

    @cached_property
    def timezone(self) -> ZoneInfo:
        """The zone in which people read times and workdays are counted."""
        return ZoneInfo(self.zone)

    @property
    def roots_folder(self) -> Path:
        """Where each day's root of the trail is written."""
        return self.roots or self.data / "roots"

    @property
    def texts_folder(self) -> Path:
        """Where texts to phones wait for a gateway."""
        return self.texts or self.data / "texts"

    @property
    def mailbox_folder(self) -> Path:
        """Where mails are written when no SMTP server is set."""
        return self.mailbox or self.data / "mailbox"
