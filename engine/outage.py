"""Telling a database that is away, or busy with somebody else, from a statement that is wrong."""

from collections.abc import Iterator

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
DATABASE = (*AWAY, DBAPIError, asyncpg.PostgresError)  # whatever the database or the way to it may raise


def passing(error: BaseException) -> bool:
    """Whether trying again later may help without anybody mending the row."""
    return any(passes(one) for one in layers(error))


def passes(error: BaseException) -> bool:
    """The same of one layer."""
    cut = isinstance(error, DBAPIError) and error.connection_invalidated
    state = str(getattr(error, "sqlstate", "") or "")
    return cut or isinstance(error, AWAY) or state.startswith(PASSING_STATES)


def layers(error: BaseException) -> Iterator[BaseException]:
    """An error and, if SQLAlchemy raised it, what the driver said."""
    yield error
    if isinstance(error, DBAPIError) and error.orig is not None:
        yield error.orig
        if error.orig.__cause__ is not None:
            yield error.orig.__cause__
