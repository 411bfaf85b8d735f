"""Webhooks after Standard Webhooks: one signed POST for each message, and whether its failure is for now or for good."""

import asyncio
import base64
import hashlib
import hmac
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from time import monotonic
from urllib.parse import urlsplit

import httpx

from engine.ports import Delivery, DeliveryState, Door, Doors
from notifiers.addresses import Network, NotAllowed, allowed_address

SCHEME = "webhook:"  # of a recipient: the receiver's id follows
SECONDS = 10.0  # for one try, name look-up included
REST = 30.0  # seconds for which a receiver that did not answer is left alone: the others must not wait for it
LATER = frozenset({408, 425, 429})
LONGEST_WAIT = 24 * 3600.0  # seconds a receiver may ask us to wait
SHOWN = 300  # bytes of an answer kept for a person to read
PREFIX = "whsec_"
SLOW = (TimeoutError, httpx.TimeoutException)


class Webhook:
    """Posts messages to receivers; never follows a redirect, never goes where the house's own systems are."""

    name = "webhook"

    def __init__(
        self,
        doors: Doors,
        *,
        wall: Callable[[], datetime],
        allowed: Sequence[Network] = (),
        public: bool = True,
        seconds: float = SECONDS,
    ) -> None:
        self.doors, self.wall, self.allowed, self.public, self.seconds = doors, wall, allowed, public, seconds
        self.resting: dict[int, float] = {}

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """What this machine trusts; made once, it takes milliseconds."""
        return ssl.create_default_context()

    async def send(self, key: str, to: tuple[str, ...], message: bytes) -> Delivery:
        """Try once."""
        receiver = int(to[0].removeprefix(SCHEME))
        if (left := self.resting.get(receiver, 0) - monotonic()) > 0:
            return temporary("it did not answer a moment ago", retry_after=left)
        door = await self.doors(receiver)
        if door is None:
            return permanent(f"receiver {receiver} is not known any more")
        try:
            async with asyncio.timeout(self.seconds):
                return await self._post(door, key, message)
        except NotAllowed as error:
            return permanent(f"{error}; see QINGLING_WEBHOOK_NETWORKS")
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            if isinstance(error, SLOW):
                self.resting[receiver] = monotonic() + REST
            return temporary(silence(door, error))

    async def _post(self, door: Door, key: str, message: bytes) -> Delivery:
        """Connect to the very address that was checked, whatever the name leads to a moment later."""
        url = httpx.URL(door.url)
        port = url.port or (443 if url.scheme == "https" else 80)
        address = await allowed_address(url.host, port, self.allowed, public=self.public)
        if url.scheme != "https" and not any(address in one for one in self.allowed):
            raise NotAllowed(f"{url.host} is outside our networks and takes no TLS")
        headers = signed(key, message, door.secrets, at=self.wall()) | {"host": url.netloc.decode()}
        async with (
            httpx.AsyncClient(verify=self.tls, trust_env=False, timeout=self.seconds) as client,
            client.stream(
                "POST",
                url.copy_with(host=str(address)),
                content=message,
                headers=headers,
                extensions={"sni_hostname": url.host},
            ) as answer,
        ):
            return judged(answer, await beginning(answer), now=self.wall())


def signed(key: str, message: bytes, secrets: Sequence[str], *, at: datetime) -> dict[str, str]:
    """The headers by which a receiver knows us: one signature for each secret that holds."""
    stamp = str(int(at.timestamp()))
    content = b".".join((key.encode(), stamp.encode(), message))
    return {
        "content-type": "application/json",
        "user-agent": "Qingling",
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{signature(secret, content)}" for secret in secrets),
    }


def signature(secret: str, content: bytes) -> str:
    """HMAC-SHA256 under a `whsec_…` secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


async def beginning(answer: httpx.Response) -> str:
    """The first bytes of an answer; the rest is not waited for."""
    found = b""
    async for part in answer.aiter_raw():
        found += part
        if len(found) >= SHOWN:
            break
    return found[:SHOWN].decode(errors="replace").strip()


def judged(answer: httpx.Response, said: str, *, now: datetime) -> Delivery:
    """2xx is taken; 5xx and a few 4xx are for now; redirects and the other 4xx are for good."""
    code = answer.status_code
    if answer.is_success:
        return Delivery(state=DeliveryState.SENT)
    if answer.is_redirect:
        where = answer.headers.get("location", "?")
        return permanent(f"it answered {code} and points to {where}; register that address if it is right")
    detail = f"it answered {code} {said}".strip()
    if code in LATER or code >= 500:
        return temporary(detail, retry_after=asked(answer.headers, now=now))
    return permanent(detail)


def asked(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """How many seconds `Retry-After` asks for, as a number or as a date."""
    told = headers.get("retry-after", "").strip()
    if told.isdecimal():
        return min(float(told), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return None
    moment = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT)


def silence(door: Door, error: Exception) -> str:
    """What a person reads when there was no answer."""
    host = urlsplit(door.url).netloc
    if isinstance(error, SLOW):
        return f"{host} did not answer in time"
    return f"{host} cannot be reached: {error or type(error).__name__}"


def temporary(detail: str, *, retry_after: float | None = None) -> Delivery:
    """Worth another try."""
    return Delivery(state=DeliveryState.TEMPORARY, detail=detail, retry_after=retry_after)


def permanent(detail: str) -> Delivery:
    """Not worth another try until a person changes something."""
    return Delivery(state=DeliveryState.PERMANENT, detail=detail)
