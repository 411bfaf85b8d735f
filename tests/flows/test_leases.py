"""A notice in the hands of a process that died is taken over at once, and never from one that lives."""

from dataclasses import replace

from engine.actions import deliver
from engine.database import Database
from engine.store.holders import Holder
from flows.duties import outbox
from tests.flows import rows
from tests.flows.wired import NOON, Hand, Postbox, use


async def test_what_a_dead_process_held_is_sent_at_once(database: Database, service_url: str) -> None:
    await rows.house(database)
    await rows.a_notice(database, "k", at=NOON)
    hand, postbox = Hand(NOON), Postbox()
    wired = replace(use(database, hand, postbox), holder=Holder(database))
    assert wired.holder is not None
    other = Database(service_url, pool_size=2)
    its = Holder(other)
    async with other.transaction() as session:
        (taken,) = await deliver.take(
            session, now=hand(), limit=5, renderer=wired.renderer, holder=await its.number()
        )
    hand.later(seconds=1)
    assert (await outbox.run(wired)).idle
    assert await outbox.due_next(wired) == NOON + deliver.LEASE

    await its.connection.close()  # as the server sees a process that was killed
    await its.close()
    await other.close()
    assert await outbox.due_next(wired) == NOON
    await outbox.run(wired)
    assert [(key, message) for key, _, message in postbox.letters] == [("k", taken.message)]
    assert (await outbox.run(wired)).idle
    await wired.holder.close()


async def test_a_process_whose_connection_was_cut_goes_on_under_another_number(database: Database) -> None:
    holder = Holder(database)
    first = await holder.number()
    assert await holder.number() == first
    await holder.connection.close()
    assert await holder.number() != first
    await holder.close()
