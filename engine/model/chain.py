"""The trail as it is verified: events as links of their issue's chain, and the seals over all of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Link:
    """One event as it is exported: where it stands, its canonical text and the hash stored with it."""

    xid: int
    id: int
    issue: int
    seq: int
    text: str
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One seal: the events from one transaction up to, not including, another."""

    no: int
    at: datetime
    first_xid: int
    until_xid: int
    count: int
    root: bytes
    hash: bytes = b""
    mac: bytes = b""
    key_id: str = ""
