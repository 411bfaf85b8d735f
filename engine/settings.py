"""Settings, read once by each process from the environment (`QINGLING_…`) or `.env`."""

from functools import cached_property
from pathlib import Path
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
    locale: str = "zh"
    reference_prefix: str = "QL"
    sample: bool = Field(default=True, description="Fill an empty database with a simulated sample month.")
    smtp_url: str | None = Field(
        default=None, description="smtp://user:pass@host:25, smtps://… or smtp+starttls://…"
    )
    mail_from: str = "qingling@localhost"
    mailbox: Path | None = Field(default=None, description="Folder of .eml files; used when no SMTP is set.")
    summary_editions: bool = Field(
        default=True, description="Send each agency's heads the weekly summary of their own issues."
    )
    summary_release: bool = Field(
        default=False, description="Weekly summaries are only drawn; a person releases them."
    )
    prefect_port: int = 4200
    prefect_embedded: bool = True
    secret: str | None = Field(
        default=None, description="Signs cookies; made and kept in the data folder if unset."
    )
    log_level: str = "info"

    @cached_property
    def timezone(self) -> ZoneInfo:
        """The zone in which people read times and workdays are counted."""
        return ZoneInfo(self.zone)

    @property
    def mailbox_folder(self) -> Path:
        """Where mails are written when no SMTP server is set."""
        return self.mailbox or self.data / "mailbox"
