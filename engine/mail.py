"""Mail servers: how a setting names one, how our messages are named to them, and what says that an address is gone."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from engine.errors import Fault, Invalid

SMTP: Mapping[str, int] = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
IMAP: Mapping[str, int] = {"imap": 143, "imaps": 993, "imap+starttls": 143}
INBOX = "INBOX"
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
NO_SUCH = ("5.1.", "5.2.1")  # RFC 3463: bad address, mailbox disabled
NO_SUCH_CODES = (550, 551, 553)  # RFC 5321, where no enhanced code is given


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server as the setting says it; `folder` is the mailbox read there."""

    host: str
    port: int
    scheme: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    folder: str = INBOX

    @property
    def encrypted(self) -> bool:
        """Whether the conversation begins encrypted; else it may become so (`+starttls`)."""
        return self.scheme in ("smtps", "imaps")

    @property
    def becomes_encrypted(self) -> bool:
        """Whether the conversation is made so before anybody signs in."""
        return self.scheme.endswith("+starttls")


def smtp_server(url: str) -> Server:
    """Read `smtp://user:password@host:port` and its two encrypted forms."""
    return server(url, "QINGLING_SMTP_URL", SMTP)


def imap_server(url: str) -> Server:
    """Read `imaps://user:password@host:port/FOLDER` and its two other forms; nobody reads mail without signing in."""
    return server(url, "QINGLING_IMAP_URL", IMAP, signs_in=True)


def refuse_addresses(smtp_url: str | None, imap_url: str | None) -> None:
    """Refuse what is no address before anything is started on it."""
    if smtp_url is not None:
        smtp_server(smtp_url)
    if imap_url:
        imap_server(imap_url)


def server(url: str, setting: str, ports: Mapping[str, int], *, signs_in: bool = False) -> Server:
    """The server that a setting names; `Invalid` names every fault."""
    parts = split(url)
    folder = unquote(parts.path.strip("/")) if parts else ""
    what = faults(parts, ports, folder, signs_in=signs_in)
    if what or parts is None:
        found = [Fault(setting, one, mend) for one, mend in what]
        raise Invalid("the mail server's address is refused", faults=found)
    return Server(
        host=parts.hostname or "",
        port=parts.port or ports[parts.scheme],
        scheme=parts.scheme,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        folder=folder or INBOX,
    )


def split(url: str) -> SplitResult | None:
    """Its parts; none if a port is no port or a bracket is left open."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 -- read to be refused
    except ValueError:
        return None
    return parts


def faults(
    parts: SplitResult | None, ports: Mapping[str, int], folder: str, *, signs_in: bool
) -> list[tuple[str, str]]:
    """What is wrong with an address, and how to mend it; its password is never told."""
    *others, last = (f"{one}://" for one in ports)
    form = f"write {', '.join(others)} or {last}{'user:password@' if signs_in else ''}host:port"
    if parts is None or parts.scheme not in ports or not parts.hostname:
        return [("is not understood", form)]
    found = []
    if signs_in and not (parts.username and parts.password):
        found.append(("names no user or no password", f"{form}; write @ : / in them as %40 %3A %2F"))
    if not folder.isascii() or any(one in '"\\\r\n' or not one.isprintable() for one in folder):
        found.append(("names a folder whose name is not plain ASCII", "let mail arrive in INBOX"))
    return found


def message_name(key: str, code: str = "") -> str:
    """A short name that stands for a notice in its Message-ID; with the code its reader has, nobody else can guess it."""
    return hashlib.sha256(f"{key} {code}".strip().encode()).hexdigest()[:32]


def no_such_address(code: int, message: str) -> bool:
    """Whether a refusal is about the address itself; a policy (5.7), a full mailbox or our own relay is not."""
    if said := ENHANCED.match(message):
        return said.group().startswith(NO_SUCH)
    return code in NO_SUCH_CODES
