"""签封: sign everything that was recorded since the last seal."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.errors import Conflict
from engine.model.chain import Sealed
from engine.rules.chain import key_id, seal_hash, signature
from engine.store import seals


async def seal(connection: Any, *, now: datetime, key: bytes) -> Sealed | None:
    """Seal what is committed for good and not yet sealed; nothing, if nothing is or another sealer was first.

    `connection` is the driver's own.
    """
    before = await seals.last(connection)
    first, no, previous = (before.until_xid, before.no + 1, before.hash) if before else (0, 1, b"")
    made = await seals.upcoming(connection, no, first_xid=first, at=now)
    if made.until_xid < first:
        raise Conflict(
            "the seals are ahead of the database's transactions: it was restored from a dump of its rows; "
            "restore its files instead, or raise its transaction number (see docs/operations.md)"
        )
    if not made.count:
        return None
    hashed = replace(made, hash=seal_hash(previous, made), key_id=key_id(key))
    signed = replace(hashed, mac=signature(key, hashed.hash))
    return signed if await seals.add(connection, signed) else None
