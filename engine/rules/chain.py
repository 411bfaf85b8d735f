"""留痕校验: an issue's events form a chain of hashes, seals form a chain over all of them; here both are verified.

An event's hash is SHA-256 of the hash before it in its issue and of its canonical text, as the database writes it. A
seal's root is SHA-256 of the hashes of its events in the order of their transactions and ids; its own hash covers
the seal before. The key that signs seals is kept outside the database: who owns the database alone can rewrite every
hash, but not the signatures, nor a root that has left the house.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC

from engine.model.chain import Link, Sealed

NAMED = 20  # faults named one by one


def link_hash(previous: bytes, text: str) -> bytes:
    """What the database's trigger computes."""
    return hashlib.sha256(previous + text.encode()).digest()


def seal_hash(previous: bytes, seal: Sealed) -> bytes:
    """A seal's own hash, over the seal before it."""
    told = f"{seal.no}|{seal.at.astimezone(UTC).isoformat()}|{seal.first_xid}|{seal.until_xid}|{seal.count}|"
    return hashlib.sha256(previous + told.encode() + seal.root).digest()


def key_id(key: bytes) -> str:
    """By which name a key is known; it gives nothing of the key away."""
    return hashlib.sha256(b"qingling seal key" + key).hexdigest()[:12]


def signature(key: bytes, seal_hash: bytes) -> bytes:
    """What proves that somebody with the key made the seal."""
    return hmac.new(key, seal_hash, hashlib.sha256).digest()


def broken_links(events: Callable[[], Iterable[Link]]) -> Iterator[str]:
    """Events that do not follow from the ones before; the events are read twice and may come in any order."""
    known = {(one.issue, one.seq): one.hash for one in events()}
    for one in events():
        before = known.get((one.issue, one.seq - 1), b"" if one.seq == 1 else None)
        if before is None:
            yield f"issue {one.issue}: event {one.seq - 1} is missing"
        elif link_hash(before, one.text) != one.hash:
            yield f"issue {one.issue}: event {one.seq} is not what was recorded"


def broken_seals(seals: Sequence[Sealed], key: bytes | None = None) -> Iterator[str]:
    """Seals that do not follow from the ones before, or that this key did not sign; without a key nothing is asked of it."""
    previous, upto = b"", 0
    for number, one in enumerate(seals, 1):
        if one.no != number or one.first_xid != upto:
            yield f"seal {number}: it is missing"
            return
        if seal_hash(previous, one) != one.hash:
            yield f"seal {one.no}: it is not what was sealed"
        if key is not None:
            yield from unsigned(one, key)
        previous, upto = one.hash, one.until_xid


def unsigned(seal: Sealed, key: bytes) -> Iterator[str]:
    """Whether the key signed it."""
    if seal.key_id != key_id(key):
        yield f"seal {seal.no}: it was signed with another key ({seal.key_id})"
    elif not hmac.compare_digest(signature(key, seal.hash), seal.mac):
        yield f"seal {seal.no}: its signature is false"


def unlike_seals(seals: Sequence[Sealed], events: Iterable[Link]) -> Iterator[str]:
    """Seals whose events are no longer those that were sealed; events in the order of transactions and ids."""
    waiting = iter(events)
    event = next(waiting, None)
    for one in seals:
        root, count = hashlib.sha256(), 0
        while event is not None and event.xid < one.until_xid:
            root.update(event.hash)
            count, event = count + 1, next(waiting, None)
        if (count, root.digest()) != (one.count, one.root):
            yield f"seal {one.no}: it covers {one.count} events, {count} are there" + (
                "" if count != one.count else " but not the same"
            )


def few(faults: Iterable[str]) -> list[str]:
    """The first faults by name, and how many more."""
    found = list(faults)
    more = [f"and {len(found) - NAMED} more"] if len(found) > NAMED else []
    return found[:NAMED] + more
