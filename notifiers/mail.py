"""Mail by SMTP: one try, and whether its failure is for now or for good."""

import asyncio
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import errors

from engine.errors import Fault, Invalid
from engine.ports import Delivery, DeliveryState

PORTS: Mapping[str, int] = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
SECONDS = 25.0  # for the whole conversation, well inside the lease of a notice
PERMANENT = 500
ENHANCED = re.compile(r"5\.\d+\.\d+")
NO_SUCH = ("5.1.", "5.2.1")  # RFC 3463: bad address, mailbox disabled
NO_SUCH_CODES = (550, 551, 553)  # RFC 5321, where no enhanced code is given


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, as the setting says it."""

    host: str
    port: int
    scheme: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)


def server(url: str) -> Server:
    """Read `smtp://user:password@host:port` and its two encrypted forms."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        fault = Fault(
            "QINGLING_SMTP_URL", "is not understood", "write smtp://, smtps:// or smtp+starttls://host:port"
        )
        raise Invalid("the mail server's address is refused", faults=[fault])
    return Server(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        scheme=parts.scheme,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


class Mail:
    """Hands messages to one SMTP server."""

    name = "mail"

    def __init__(
        self, at: Server, *, sender: str, seconds: float = SECONDS, tls: ssl.SSLContext | None = None
    ) -> None:
        self.at = at
        self.sender = parseaddr(sender)[1]
        self.seconds = seconds
        self.tls = tls

    async def send(self, key: str, to: tuple[str, ...], message: bytes) -> Delivery:
        """Try once; the message already carries its one Message-ID."""
        try:
            async with asyncio.timeout(self.seconds):
                refused, _ = await self._hand_over(to, message)
        except (errors.SMTPException, OSError, TimeoutError) as error:
            return judged(error, self.at)
        left_out = ", ".join(f"{one} ({why.code} {why.message})" for one, why in refused.items())
        gone = tuple(one for one, why in refused.items() if no_such_address(why.code, why.message))
        return Delivery(
            state=DeliveryState.SENT, detail=f"refused: {left_out}" if left_out else "", gone=gone
        )

    async def _hand_over(
        self, to: tuple[str, ...], message: bytes
    ) -> tuple[dict[str, aiosmtplib.SMTPResponse], str]:
        return await aiosmtplib.send(
            message,
            sender=self.sender,
            recipients=list(to),
            hostname=self.at.host,
            port=self.at.port,
            username=self.at.username,
            password=self.at.password,
            local_hostname=self.sender.rpartition("@")[2] or "localhost",
            timeout=self.seconds,
            use_tls=self.at.scheme == "smtps",
            start_tls=self.at.scheme == "smtp+starttls",
            tls_context=self.tls,
        )


def judged(error: Exception, at: Server) -> Delivery:
    """4xx, silence and broken connections are for now; 5xx about this message or its recipients is for good."""
    where = f"{at.host}:{at.port}"
    match error:
        case errors.SMTPAuthenticationError():
            return temporary(f"{where} refused our sign-in ({error.code}); check QINGLING_SMTP_URL")
        case errors.SMTPRecipientsRefused():
            codes = [one.code for one in error.recipients]
            said = "; ".join(f"{one.recipient}: {one.code} {one.message}" for one in error.recipients)
            gone = tuple(one.recipient for one in error.recipients if no_such_address(one.code, one.message))
            if all(code >= PERMANENT for code in codes):
                return permanent(said).model_copy(update={"gone": gone})
            return temporary(said)
        case errors.SMTPConnectResponseError() | errors.SMTPHeloError():
            return temporary(f"{where} does not take mail now: {error.code} {error.message}")
        case errors.SMTPResponseException():
            said = f"{where} answered {error.code} {error.message}"
            return permanent(said) if error.code >= PERMANENT else temporary(said)
        case TimeoutError():
            return temporary(f"{where} did not answer in time")
    return temporary(f"{where} cannot be reached: {error}")


def no_such_address(code: int, message: str) -> bool:
    """Whether the refusal is about the address itself; a policy (5.7), a full mailbox or our own relay is not."""
    if said := ENHANCED.match(message):
        return said.group().startswith(NO_SUCH)
    return code in NO_SUCH_CODES


def temporary(detail: str) -> Delivery:
    """Worth another try."""
    return Delivery(state=DeliveryState.TEMPORARY, detail=detail)


def permanent(detail: str) -> Delivery:
    """Not worth another try until a person changes something."""
    return Delivery(state=DeliveryState.PERMANENT, detail=detail)
