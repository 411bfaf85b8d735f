"""The database of one event loop: the pool, and the only `commit` there is (DESIGN D1)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from sqlalchemy.event import listen
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine


def _dumps(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


class Database:
    """A pool of connections; each event loop builds its own and closes it.

    `durable=False` is for invented data that can be played again: its commits do not wait for the disk.
    """

    def __init__(self, url: str, *, pool_size: int = 8, durable: bool = True) -> None:
        self.url = url
        server = {"timezone": "UTC", "application_name": "qingling"}
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,  # a connection opened for a burst costs more than waiting for one that is warm
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
            connect_args={"server_settings": server if durable else server | {"synchronous_commit": "off"}},
        )
        listen(self.engine.sync_engine, "checkout", refuse_closed)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session whose work is committed when the block ends, and undone if it raises."""
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[Any]:
        """The driver's own connection (asyncpg) for hot writes: one statement is one transaction."""
        async with self.engine.connect() as connection:
            yield await driver(connection)

    async def close(self) -> None:
        """Return every connection."""
        await self.engine.dispose()


def refuse_closed(connection: Any, _record: Any, _proxy: Any) -> None:
    """A connection whose server went away is replaced when it is next wanted; asking the server would be a trip."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


async def driver(connection: AsyncConnection) -> Any:
    """asyncpg's connection under an SQLAlchemy connection."""
    return (await connection.get_raw_connection()).driver_connection
