"""Proof of work: a challenge signed by us that nobody else remembers, and the sum a browser does for it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LASTS = timedelta(hours=2)  # from opening the form to sending it
HARDER = 6  # bits more for a source that has used up its rate; each bit doubles the work
LONGEST = 200  # characters of a proof


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a source is asked: a text whose SHA-256, with a number of its finding, begins with so many zero bits."""

    bits: int
    expires_at: datetime
    nonce: str
    mark: str = ""

    @property
    def told(self) -> str:
        """The challenge before it is signed."""
        return f"{self.bits}.{int(self.expires_at.timestamp())}.{self.nonce}"

    @property
    def text(self) -> str:
        """The challenge as the browser gets it."""
        return f"{self.told}.{self.mark}"


def asked(secret: bytes, *, now: datetime, bits: int) -> Challenge:
    """A new challenge."""
    bare = Challenge(bits, (now + LASTS).replace(microsecond=0), secrets.token_urlsafe(12))
    return Challenge(bare.bits, bare.expires_at, bare.nonce, mark_of(secret, bare))


def proved(secret: bytes, proof: str, *, now: datetime) -> Challenge | None:
    """The challenge that a proof (`challenge:number`) solves; none if it is forged, expired or wrong."""
    text, _, number = proof.partition(":")
    challenge = read(text) if len(proof) <= LONGEST and number.isdecimal() else None
    if challenge is None or not hmac.compare_digest(challenge.mark, mark_of(secret, challenge)):
        return None
    sound = challenge.expires_at > now and zeros(hashlib.sha256(proof.encode()).digest()) >= challenge.bits
    return challenge if sound else None


def read(text: str) -> Challenge | None:
    """A challenge as it came back, not yet believed."""
    try:
        bits, until, nonce, mark = text.split(".")
        return Challenge(int(bits), datetime.fromtimestamp(int(until), UTC), nonce, mark)
    except (ValueError, OverflowError, OSError):
        return None


def mark_of(secret: bytes, challenge: Challenge) -> str:
    """Our mark on a challenge."""
    return hmac.new(secret, f"challenge {challenge.told}".encode(), hashlib.sha256).hexdigest()[:32]


def zeros(digest: bytes) -> int:
    """How many zero bits it begins with."""
    return len(digest) * 8 - int.from_bytes(digest).bit_length()


def harder(base: int, *, ahead: timedelta, span: timedelta) -> int:
    """The bits asked of a source that has used up so much of its span."""
    return base + int(HARDER * min(1.0, ahead / span))
