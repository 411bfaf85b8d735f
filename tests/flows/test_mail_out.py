"""The outbox through a real SMTP server: away, then refusing for now, then back; each notice arrives once."""

import asyncio
from collections import Counter
from typing import Any

from aiosmtpd.smtp import SMTP

from engine.database import Database
from engine.mail import Server
from flows.duties import outbox
from notifiers.mail import Mail
from tests.flows import rows
from tests.flows.wired import NOON, Hand, use


class Receiver:
    """Counts messages by their key; refuses for now while told to."""

    def __init__(self) -> None:
        self.keys: Counter[str] = Counter()
        self.refusing = False

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        if self.refusing:
            return "451 try again later"
        head = envelope.content.decode().partition("\r\n\r\n")[0]
        self.keys[next(line for line in head.split("\r\n") if line.startswith("Idempotency-Key"))] += 1
        return "250 OK"


async def test_a_server_that_is_away_then_refuses_then_takes_gets_each_notice_once(
    database: Database,
) -> None:
    await rows.house(database)
    for number in range(30):
        await rows.a_notice(database, f"event-{number}-dispatched-assigned", at=NOON)
    receiver, hand, loop = Receiver(), Hand(NOON), asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(receiver, loop=loop), "127.0.0.1", 0)
    at = Server("127.0.0.1", listening.sockets[0].getsockname()[1], "smtp")
    listening.close()
    wired = use(database, hand, Mail(at, sender="qingling@port.test", seconds=5))  # type: ignore[arg-type]
    assert (await outbox.run(wired)).counts == {"to try again": 30}
    hand.later(minutes=1)
    receiver.refusing = True
    listening = await loop.create_server(lambda: SMTP(receiver, loop=loop), "127.0.0.1", at.port)
    assert (await outbox.run(wired)).counts == {"to try again": 30}
    hand.later(minutes=5)
    receiver.refusing = False
    assert (await outbox.run(wired)).counts == {"sent": 30}
    listening.close()
    assert len(receiver.keys) == 30
    assert set(receiver.keys.values()) == {1}
