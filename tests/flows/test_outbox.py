"""The outbox: rendered once, sent under one key, tried again in its own time, never by two at once."""

import asyncio
import email
import email.policy
from datetime import timedelta

import pytest
from sqlalchemy import text

from engine.actions import deliver
from engine.database import Database
from engine.errors import NotFound
from engine.ports import Delivery, DeliveryState
from engine.rules import backoff
from engine.store import outbox as store
from flows.duties import outbox
from tests.flows import rows
from tests.flows.wired import NOON, Hand, Postbox, use

LATER = Delivery(state=DeliveryState.TEMPORARY, detail="451 later")
NEVER = Delivery(state=DeliveryState.PERMANENT, detail="550 unknown")


def words(message: bytes) -> str:
    mail = email.message_from_bytes(message, policy=email.policy.default)
    text_part = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return str(text_part.get_content())


async def states(database: Database) -> list[tuple[str, int, str]]:
    async with database.statement() as connection:
        found = await connection.fetch("select state, attempts, error from notice order by id")
    return [(row["state"], row["attempts"], row["error"]) for row in found]


async def test_a_notice_goes_to_the_agencys_people_and_mailbox_and_is_settled(database: Database) -> None:
    await rows.house(database)
    await rows.a_notice(database, "event-1-dispatched-assigned", at=NOON)
    postbox = Postbox()
    done = await outbox.run(use(database, Hand(NOON), postbox))
    assert [(key, to) for key, to, _ in postbox.letters] == [
        ("event-1-dispatched-assigned", ("h1@house.test", "office@customs.test"))
    ]
    assert dict(done.counts) == {"sent": 1}
    assert await states(database) == [("sent", 1, "")]
    assert (await outbox.run(use(database, Hand(NOON), postbox))).idle


async def test_every_retry_sends_the_same_bytes_under_the_same_key(database: Database) -> None:
    await rows.house(database)
    await rows.a_notice(database, "k", at=NOON)
    hand, postbox = Hand(NOON), Postbox(LATER, LATER)
    for _ in range(3):
        await outbox.run(use(database, hand, postbox))
        async with database.transaction() as session:
            await session.execute(text("update agency set name = name || '（更名）'"))
        hand.later(hours=1)
    assert len(postbox.letters) == 3
    assert len({(key, message) for key, _, message in postbox.letters}) == 1
    assert (await states(database))[0][:2] == ("sent", 3)


async def test_a_temporary_failure_waits_longer_each_time(database: Database) -> None:
    await rows.house(database)
    await rows.a_notice(database, "k", at=NOON)
    hand, postbox = Hand(NOON), Postbox(LATER)
    await outbox.run(use(database, hand, postbox))
    async with database.statement() as connection:
        again = await store.due_next(connection)
    assert again == NOON + backoff.wait("k", 1)
    hand.later(seconds=1)
    await outbox.run(use(database, hand, postbox))
    assert len(postbox.letters) == 1


async def test_a_permanent_failure_is_a_dead_letter_that_a_person_may_send_again(database: Database) -> None:
    await rows.house(database)
    notice = await rows.a_notice(database, "k", at=NOON)
    hand, postbox = Hand(NOON), Postbox(NEVER)
    await outbox.run(use(database, hand, postbox))
    assert await states(database) == [("dead", 1, "550 unknown")]
    async with database.transaction() as session:
        assert [one.key for one in await store.dead(session)] == ["k"]
        await deliver.resend(session, notice, now=hand())
    await outbox.run(use(database, hand, postbox))
    assert (await states(database))[0][0] == "sent"
    assert postbox.letters[0] == postbox.letters[1]
    async with database.transaction() as session:
        with pytest.raises(NotFound):
            await deliver.resend(session, notice, now=hand())


async def test_the_last_try_makes_a_dead_letter(database: Database) -> None:
    await rows.house(database)
    await rows.a_notice(database, "k", at=NOON)
    hand, postbox = Hand(NOON), Postbox(*[LATER] * 30)
    for _ in range(40):
        await outbox.run(use(database, hand, postbox))
        hand.later(hours=6)
    assert len(postbox.letters) == backoff.TRIES
    assert (await states(database))[0] == ("dead", backoff.TRIES, "451 later")


async def test_a_taker_that_died_is_replaced_after_its_lease(database: Database) -> None:
    await rows.house(database)
    await rows.a_notice(database, "k", at=NOON)
    hand, postbox = Hand(NOON), Postbox()
    wired = use(database, hand, postbox)
    async with database.transaction() as session:
        (died,) = await deliver.take(session, now=hand(), limit=5, renderer=wired.renderer)
    assert (await outbox.run(wired)).idle
    hand.later(seconds=deliver.LEASE.total_seconds())
    await outbox.run(wired)
    assert [message for _, _, message in postbox.letters] == [died.message]
    async with database.statement() as connection:
        sent = Delivery(state=DeliveryState.SENT)
        assert not await deliver.settle(connection, died, sent, now=hand())


async def test_two_deliverers_send_each_notice_once(database: Database) -> None:
    await rows.house(database)
    for number in range(60):
        await rows.a_notice(database, f"k{number}", at=NOON)
    one, other = Postbox(), Postbox()
    await asyncio.gather(
        outbox.run(use(database, Hand(NOON), one)), outbox.run(use(database, Hand(NOON), other))
    )
    keys = [key for key, _, _ in one.letters + other.letters]
    assert sorted(keys) == sorted(f"k{number}" for number in range(60))


async def test_an_enterprise_without_an_address_is_dropped_with_the_reason(database: Database) -> None:
    await rows.house(database)
    for number, mail in enumerate(("", "not an address", "a@b.test\r\nBcc: all@b.test"), 1):
        issue = await rows.an_issue(database, number, at=NOON, mail=mail)
        await rows.a_notice(
            database, f"k{number}", at=NOON, kind="cleared", audience="enterprise", party=None, issue_id=issue
        )
    postbox = Postbox()
    await outbox.run(use(database, Hand(NOON), postbox))
    assert postbox.letters == []
    assert {state for state, _, _ in await states(database)} == {"dropped"}


async def test_two_reporters_of_one_issue_get_a_letter_each_with_their_own_code(database: Database) -> None:
    await rows.house(database)
    issue = await rows.an_issue(database, 1, at=NOON, mail="first@firm.test")
    await rows.joins(database, issue, 2, at=NOON, mail="second@firm.test")
    await rows.a_notice(
        database, "k", at=NOON, kind="cleared", audience="enterprise", party=None, issue_id=issue
    )
    postbox = Postbox()
    for _ in range(2):
        await outbox.run(use(database, Hand(NOON), postbox))
    assert [to for _, to, _ in postbox.letters] == [("first@firm.test",), ("second@firm.test",)]
    assert len({key for key, _, _ in postbox.letters}) == 2
    first, second = (words(message) for _, _, message in postbox.letters)
    assert "/follow/CODE-1" in first
    assert "CODE-2" not in first
    assert "/follow/CODE-2" in second


async def test_a_notice_that_cannot_be_worded_is_laid_aside_and_the_rest_go_out(database: Database) -> None:
    await rows.house(database)
    await rows.a_notice(database, "bad", at=NOON, kind="no such kind")
    await rows.a_notice(database, "good", at=NOON)
    postbox = Postbox()
    await outbox.run(use(database, Hand(NOON), postbox))
    assert [key for key, _, _ in postbox.letters] == ["good"]
    assert [state for state, _, _ in await states(database)] == ["dead", "sent"]
    assert "bad" in (await states(database))[0][2]


def test_waits_double_up_to_hours_and_are_spread_by_key() -> None:
    waits = [backoff.wait("k", attempt) for attempt in range(1, 20)]
    assert timedelta(seconds=22) < waits[0] < timedelta(seconds=38)
    assert max(waits) <= backoff.LONGEST * 1.25
    assert waits == [backoff.wait("k", attempt) for attempt in range(1, 20)]
    assert len({backoff.wait(f"k{number}", 3) for number in range(50)}) == 50
    assert backoff.wait("k", 1, retry_after=600) == timedelta(minutes=10)
