"""Receivers of webhooks: which events may be asked for, which addresses are taken, and what a secret looks like."""

import base64
import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from engine.errors import Fault
from engine.model.words import EventKind

TOLD = (  # in the order of an issue's life
    EventKind.TRIAGED,
    EventKind.DISPATCHED,
    EventKind.DESIGNATED,
    EventKind.CLAIMED,
    EventKind.CONTACTED,
    EventKind.STARTED,
    EventKind.HELD,
    EventKind.RESUMED,
    EventKind.RETURNED,
    EventKind.RETURN_UPHELD,
    EventKind.RETURN_REJECTED,
    EventKind.WITHDRAWN,
    EventKind.EXTENDED,
    EventKind.EXTENSION_REFUSED,
    EventKind.REPLIED,
    EventKind.CALLBACK_ANSWERED,
    EventKind.PROPOSED,
    EventKind.CLEARED,
    EventKind.REDONE,
    EventKind.REOPENED,
    EventKind.DISMISSED,
    EventKind.JOINED,
    EventKind.SHELVED,
    EventKind.UNSHELVED,
    EventKind.URGED,
    EventKind.MATERIAL_ADDED,
    EventKind.SUPERVISED,
    EventKind.STEPPED,
)
LONGEST = 500  # characters of an address
HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")
PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """A signing secret as Standard Webhooks writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def address_faults(url: str, *, plain: bool) -> list[Fault]:
    """What is wrong with an address; `plain` says whether http without TLS is taken."""
    try:
        parts = urlsplit(url)
        well = bool(HOST.fullmatch(parts.hostname or "")) and (parts.port is None or parts.port > 0)
    except ValueError:
        well = False
    if (
        not well
        or parts.scheme not in ("http", "https")
        or not (url.isascii() and url.isprintable())
        or len(url) > LONGEST
    ):
        return [Fault("url", "is no address of a receiver", "write it as https://host/path", "receiver_url")]
    if parts.username or parts.password or parts.fragment:
        mend = "leave out user, password and #…; messages are signed instead"
        return [Fault("url", "carries more than an address", mend, "receiver_url")]
    if parts.scheme == "http" and not plain:
        return [Fault("url", "would go unencrypted", "use https://", "receiver_plain")]
    return []


def kind_faults(kinds: Sequence[str]) -> list[Fault]:
    """Kinds that nobody can be told of, and none at all."""
    unknown = [one for one in kinds if one not in TOLD]
    if unknown:
        mend = f"choose from {', '.join(TOLD)}"
        return [Fault("kinds", f"{', '.join(unknown)}: no such event", mend, "receiver_kinds")]
    if not kinds:
        return [Fault("kinds", "names no event", "choose at least one", "receiver_no_kinds")]
    return []
