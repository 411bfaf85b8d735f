"""Who holds a notice while it is being sent: a lock that lives as long as the process, so that a dead one is seen at once."""

import asyncio
import secrets
from contextlib import AsyncExitStack
from typing import Any

from engine.database import Database

CLASS = 20816  # of our locks among PostgreSQL's advisory locks
BITS = 31
HOLD = """
select extract(epoch from pg_postmaster_start_time())::bigint from (select pg_advisory_lock($1, $2)) held
"""
# A holder of an earlier start of PostgreSQL may still live: its lock went with the server. Its lease runs out.
DEAD = f"""
n.state = 'taken' and n.holder is not null and n.next_at > n.taken_at
and n.holder >> {BITS} = extract(epoch from pg_postmaster_start_time())::bigint
and not exists (
  select from pg_locks l where l.locktype = 'advisory' and l.classid = {CLASS} and l.objsubid = 2
    and l.objid = (n.holder & {2**BITS - 1})::oid
    and l.database = (select oid from pg_database where datname = current_database()))
"""


class Holder:
    """One process towards the outbox: a connection that is kept, and a lock on it under a number of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.kept = AsyncExitStack()
        self.asking = asyncio.Lock()
        self.connection: Any = None
        self.held = 0

    async def number(self) -> int:
        """Our number; another one if the connection was cut meanwhile."""
        async with self.asking:
            if self.connection is None or self.connection.is_closed():
                await self.close()
                self.connection = await self.kept.enter_async_context(self.database.statement())
                drawn = secrets.randbelow(2**BITS)
                self.held = await self.connection.fetchval(HOLD, CLASS, drawn) << BITS | drawn
        return self.held

    async def close(self) -> None:
        """Let the connection go; the lock goes when it is closed."""
        self.connection = None
        await self.kept.aclose()
