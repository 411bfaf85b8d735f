"""Mail by SMTP: one try, and whether its failure is for now or for good."""

import asyncio
import ssl
from email.utils import parseaddr

import aiosmtplib
from aiosmtplib import errors

from engine.mail import Server, no_such_address
from engine.ports import Delivery, DeliveryState

SECONDS = 25.0  # for the whole conversation, well inside the lease of a notice
PERMANENT = 500


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
            use_tls=self.at.encrypted,
            start_tls=self.at.becomes_encrypted,
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


def temporary(detail: str) -> Delivery:
    """Worth another try."""
    return Delivery(state=DeliveryState.TEMPORARY, detail=detail)


def permanent(detail: str) -> Delivery:
    """Not worth another try until a person changes something."""
    return Delivery(state=DeliveryState.PERMANENT, detail=detail)
