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

from engine.model.chain import Breach, Link, Root, Sealed, unlike_seal


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


def broken_links(events: Callable[[], Iterable[Link]]) -> Iterator[Breach]:
    """Events that do not follow from the ones before; the events are read twice and may come in any order."""
    known = {(one.issue, one.seq): one.hash for one in events()}
    for one in events():
        before = known.get((one.issue, one.seq - 1), b"" if one.seq == 1 else None)
        if before is None:
            yield breach("event_missing", issue=f"#{one.issue}", seq=one.seq - 1)
        elif link_hash(before, one.text) != one.hash:
            yield breach("event_changed", issue=f"#{one.issue}", seq=one.seq)


def broken_seals(seals: Sequence[Sealed], key: bytes | None = None) -> Iterator[Breach]:
    """Seals that do not follow from the ones before, or that this key did not sign; without a key nothing is asked of it."""
    previous, upto = b"", 0
    for number, one in enumerate(seals, 1):
        if one.no != number or one.first_xid != upto:
            yield breach("seal_missing", no=number)
            return
        if seal_hash(previous, one) != one.hash:
            yield breach("seal_changed", no=one.no)
        if key is not None:
            yield from unsigned(one, key)
        previous, upto = one.hash, one.until_xid


def unsigned(seal: Sealed, key: bytes) -> Iterator[Breach]:
    """Whether the key signed it."""
    if seal.key_id != key_id(key):
        yield breach("seal_other_key", no=seal.no, key=seal.key_id)
    elif not hmac.compare_digest(signature(key, seal.hash), seal.mac):
        yield breach("seal_forged", no=seal.no)


def unlike_seals(seals: Sequence[Sealed], events: Iterable[Link]) -> Iterator[Breach]:
    """Seals whose events are no longer those that were sealed; events in the order of transactions and ids."""
    waiting = iter(events)
    event = next(waiting, None)
    for one in seals:
        root, count = hashlib.sha256(), 0
        while event is not None and event.xid < one.until_xid:
            root.update(event.hash)
            count, event = count + 1, next(waiting, None)
        if (count, root.digest()) != (one.count, one.root):
            yield unlike_seal(one.no, covers=one.count, found=count)


def unlike_roots(
    roots: Iterable[Root], seals: Sequence[Sealed], key: bytes | None = None
) -> Iterator[Breach]:
    """Days whose seal, as it left the database, is no longer in the trail."""
    for root in roots:
        kept = seals[root.no - 1] if 0 < root.no <= len(seals) else None
        if kept is None or kept.hash.hex() != root.hash:
            yield breach("root_others", day=root.day, no=root.no)
        elif key is not None and signature(key, kept.hash).hex() != root.mac:
            yield breach("root_forged", day=root.day, no=root.no)


def breach(code: str, **facts: str | int) -> Breach:
    """One thing that does not hold."""
    return Breach(code, facts)
