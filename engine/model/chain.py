"""The trail as it is verified: events as links of their issue's chain, and the seals over all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """One day's newest seal as it left the database, in a file of its own."""

    day: str
    no: int
    hash: str
    mac: str


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing in the trail that does not hold: the code of its sentence, and what stands in it."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


def unlike_seal(no: int, *, covers: int, found: int) -> Breach:
    """A seal over events that are fewer, more or others."""
    code = "seal_others" if covers == found else "seal_count"
    return Breach(code, {"no": no, "covers": covers, "found": found})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at, and what does not hold."""

    events: int
    issues: int
    seals: int
    roots: int
    unsealed: int  # events recorded after the last seal
    breaches: Sequence[Breach]
