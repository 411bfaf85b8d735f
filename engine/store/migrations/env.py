"""Alembic's environment: the models' metadata against the database of `sqlalchemy.url`, over asyncpg."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from engine.model.columns import Xid
from engine.model.tables import metadata

ischema_names["xid8"] = Xid  # a type SQLAlchemy does not know by itself


def run(connection: Connection) -> None:
    """Migrate over an open connection."""
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def connect(url: str) -> None:
    """Open one connection and migrate over it."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


given: Any = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(connect(context.config.get_main_option("sqlalchemy.url") or ""))
