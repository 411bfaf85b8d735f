"""Mail against a real SMTP server on the loopback: taken, refused for now, refused for good, silent, gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from engine.mail import Server
from engine.ports import DeliveryState
from notifiers.mail import Mail

TO = ("reader@house.test",)
MESSAGE = (
    b"From: a@port.test\r\nTo: reader@house.test\r\nMessage-ID: <k@port.test>\r\nSubject: x\r\n\r\nbody\r\n"
)


class Receiver:
    """Answers as told and keeps what it took."""

    def __init__(
        self, data: str = "250 OK", recipients: dict[str, str] | None = None, hang: float = 0
    ) -> None:
        self.data, self.recipients, self.hang = data, recipients or {}, hang
        self.taken: list[Any] = []

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        await asyncio.sleep(self.hang)
        if self.data.startswith("250"):
            self.taken.append(envelope)
        return self.data


@asynccontextmanager
async def listening(receiver: Receiver, **options: Any) -> AsyncIterator[Server]:
    loop = asyncio.get_running_loop()
    at = await loop.create_server(lambda: SMTP(receiver, loop=loop, **options), "127.0.0.1", 0)
    try:
        yield Server("127.0.0.1", at.sockets[0].getsockname()[1], "smtp")
    finally:
        at.close()


def mail(at: Server, seconds: float = 5) -> Mail:
    return Mail(at, sender="清零 <qingling@port.test>", seconds=seconds)


async def test_a_message_is_handed_over_as_its_very_bytes() -> None:
    receiver = Receiver()
    async with listening(receiver) as at:
        delivery = await mail(at).send("k", TO, MESSAGE)
    assert delivery.state is DeliveryState.SENT
    assert receiver.taken[0].content == MESSAGE
    assert receiver.taken[0].mail_from == "qingling@port.test"
    assert receiver.taken[0].rcpt_tos == list(TO)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("451 try later", DeliveryState.TEMPORARY),
        ("452 out of space", DeliveryState.TEMPORARY),
        ("554 not wanted", DeliveryState.PERMANENT),
    ],
)
async def test_4xx_is_for_now_and_5xx_for_good(answer: str, state: DeliveryState) -> None:
    async with listening(Receiver(data=answer)) as at:
        delivery = await mail(at).send("k", TO, MESSAGE)
    assert delivery.state is state
    assert answer[4:] in delivery.detail


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"a@x.test": "550 no such user", "b@x.test": "250 OK"}, DeliveryState.SENT),
        ({"a@x.test": "550 no such user", "b@x.test": "450 busy"}, DeliveryState.TEMPORARY),
        ({"a@x.test": "550 no such user", "b@x.test": "550 no such user"}, DeliveryState.PERMANENT),
    ],
)
async def test_recipients_are_judged_one_by_one(answers: dict[str, str], state: DeliveryState) -> None:
    async with listening(Receiver(recipients=answers)) as at:
        delivery = await mail(at).send("k", tuple(answers), MESSAGE)
    assert delivery.state is state
    assert "a@x.test" in delivery.detail


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user", True),
        ("550 5.2.1 mailbox disabled", True),
        ("552 5.2.2 mailbox full", False),
        ("554 5.7.1 relay access denied", False),
        ("554 go away", False),
        ("450 4.2.0 greylisted", False),
    ],
)
async def test_only_an_address_that_does_not_exist_is_given_up(answer: str, gone: bool) -> None:
    async with listening(Receiver(recipients={"a@x.test": answer})) as at:
        delivery = await mail(at).send("k", ("a@x.test",), MESSAGE)
    assert delivery.gone == (("a@x.test",) if gone else ())


async def test_a_server_that_hangs_is_left_in_time() -> None:
    async with listening(Receiver(hang=3)) as at:
        delivery = await mail(at, seconds=0.3).send("k", TO, MESSAGE)
    assert delivery.state is DeliveryState.TEMPORARY
    assert "in time" in delivery.detail


async def test_a_server_that_is_gone_is_tried_again() -> None:
    async with listening(Receiver()) as at:
        pass
    delivery = await mail(at).send("k", TO, MESSAGE)
    assert delivery.state is DeliveryState.TEMPORARY
    assert "cannot be reached" in delivery.detail


async def test_a_refused_sign_in_names_the_setting_and_keeps_the_message() -> None:
    def nobody(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    async with listening(Receiver(), authenticator=nobody, auth_require_tls=False) as at:
        signed = Server(at.host, at.port, "smtp", "user", "wrong")
        delivery = await mail(signed).send("k", TO, MESSAGE)
    assert delivery.state is DeliveryState.TEMPORARY
    assert "QINGLING_SMTP_URL" in delivery.detail
