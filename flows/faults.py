"""Telling a database that is away from a row that cannot be worked on."""

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

# connection, rollback (deadlock, serialisation), resources, object in use, operator intervention
PASSING_STATES = ("08", "40", "53", "55", "57")
AWAY = (
    OSError,
    OperationalError,
    InterfaceError,
    NoConnection,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection cut in the middle of something
)


def passing(error: Exception) -> bool:
    """Whether trying again later may help without anybody mending the row."""
    if isinstance(error, AWAY):
        return True
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return str(getattr(cause, "sqlstate", "") or "").startswith(PASSING_STATES)
