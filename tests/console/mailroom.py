"""What the flows would have done meanwhile: steps fired, letters sent (one refused), last week's summary drawn."""

from engine.actions.deliver import settle, take
from engine.actions.draw_summary import draw_summary
from engine.ports import Delivery, DeliveryState
from engine.store import clocks
from notifiers.wording import Wording
from tests.world import ZONE, World

REFUSED = "550 5.1.1 mailbox unavailable"


async def catch_up(world: World) -> None:
    """Bring the port's duties up to now."""
    async with world.database.statement() as connection:
        await clocks.sweep(connection, now=world.now)
    renderer = Wording(base="http://127.0.0.1:8000", zone=ZONE, sender="qingling@sample.invalid")
    async with world.database.transaction() as session:
        letters = await take(session, now=world.now, limit=500, renderer=renderer)
    async with world.database.statement() as connection:
        for number, one in enumerate(letters):
            refused = number == len(letters) - 1
            state = DeliveryState.PERMANENT if refused else DeliveryState.SENT
            await settle(
                connection, one, Delivery(state=state, detail=REFUSED if refused else ""), now=world.now
            )
    async with world.database.transaction() as session:
        await draw_summary(session, week="2026-W41", now=world.now, rules=world.rules)
