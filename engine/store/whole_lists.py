"""A list to its end, a stretch at a time: what exports are written from. Each stretch is a transaction of its own."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from engine.database import Database
from engine.model.actor import Actor
from engine.store import lists
from engine.store.lists import Line, Wanted

STRETCH = 500


async def of_viewer(
    database: Database, viewer: Actor, wanted: Wanted, *, everything: bool, now: datetime
) -> AsyncIterator[Sequence[Line]]:
    """The issues the viewer may see, the newest first: in that order none moves while it is written."""
    after: str | None = None
    while True:
        async with database.transaction() as session:
            page = await lists.of_viewer(
                session,
                viewer,
                wanted,
                everything=everything,
                now=now,
                after=after,
                limit=STRETCH,
                newest=True,
            )
        yield page.lines
        if (after := page.following) is None:
            return


async def of_agency(
    database: Database, agency: str, wanted: Wanted, *, now: datetime
) -> AsyncIterator[Sequence[Line]]:
    """An agency's active assignments, what burns first."""
    after: str | None = None
    while True:
        async with database.transaction() as session:
            page = await lists.of_agency(session, agency, wanted, now=now, after=after, limit=STRETCH)
        yield page.lines
        if (after := page.following) is None:
            return
