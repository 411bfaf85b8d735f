"""The pool of connections outlives the server's connections."""

import asyncio

import asyncpg
from sqlalchemy import text

from engine.database import Database

OTHERS = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


async def test_connections_that_were_cut_are_replaced_without_an_error(
    database: Database, database_url: str
) -> None:
    async with database.transaction() as one, database.transaction() as other:
        assert [await session.scalar(text("select 1")) for session in (one, other)] == [1, 1]
    keeper = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    assert len(await keeper.fetch(OTHERS)) == 2
    await keeper.close()
    await asyncio.sleep(0.05)
    async with database.transaction() as session:
        assert await session.scalar(text("select 1")) == 1
    async with database.statement() as connection:
        assert await connection.fetchval("select 1") == 1
