"""Issues that were registered but not yet routed: the process ended in between, or routing was refused."""

from typing import Any

WAITING = "select id from issue where open and status = 'registered' order by id limit $1"


async def unrouted(connection: Any, *, limit: int) -> list[int]:
    """Their ids, oldest first; `connection` is the driver's own."""
    return [int(row["id"]) for row in await connection.fetch(WAITING, limit)]
