"""Verify the whole trail where the database is: chains, seals, signatures and the daily roots."""

import asyncio
from itertools import chain

from engine.database import Database
from engine.model.chain import Verified
from engine.rules.chain import broken_seals, unlike_roots
from engine.settings import Settings
from engine.store import seals
from engine.store.seal_files import key_of, roots_in


async def verify_trail(database: Database, settings: Settings) -> Verified:
    """Look at everything as of one instant, by this installation's own key; nothing is changed."""
    key = await asyncio.to_thread(key_of, settings)
    roots = await asyncio.to_thread(roots_in, settings.roots_folder)
    async with (
        database.statement() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        found = await seals.breaches(connection)
        made = await seals.every(connection)
        events, issues, unsealed = await seals.extent(connection, made[-1].until_xid if made else 0)
    found += await asyncio.to_thread(
        lambda: [*chain(broken_seals(made, key), unlike_roots(roots, made, key))]
    )
    return Verified(
        events=events, issues=issues, seals=len(made), roots=len(roots), unsealed=unsealed, breaches=found
    )
