"""One transaction on this installation's database, with the published rules: what reading commands share."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import InForce, load_in_force
from engine.database import Database
from engine.settings import Settings
from qingling.house import open_house
from qingling.refusal import refusing

T = TypeVar("T")


def within(work: Callable[[AsyncSession, InForce], Awaitable[T]]) -> T:
    """Run the work; an expected refusal is told and ends the command."""

    async def run() -> T:
        settings = Settings()
        house = await open_house(settings)
        database = Database(house.url)
        try:
            async with database.transaction() as session:
                rules = await load_in_force(session, zone=settings.timezone, prefix=settings.reference_prefix)
                return await work(session, rules)
        finally:
            await database.close()
            house.close()

    with refusing():
        return asyncio.run(run())
