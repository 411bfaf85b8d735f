"""Webhooks on a real wire: signed, never redirected, never sent to where the house's own systems are."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from engine.ports import Delivery, DeliveryState, Door
from notifiers.addresses import networks
from notifiers.webhook import Webhook
from tests.notifiers.hooks import Hook, listening

NOW = datetime(2026, 10, 14, 4, 0, 7, tzinfo=UTC)
NEW = "whsec_" + base64.b64encode(b"n" * 32).decode()
OLD = "whsec_" + base64.b64encode(b"o" * 32).decode()
BODY = '{"type":"issue.dispatched","data":{"title":"冻肉滞港"}}'.encode()
SENT, TEMPORARY, PERMANENT = DeliveryState.SENT, DeliveryState.TEMPORARY, DeliveryState.PERMANENT


def webhook(url: str | None, *secrets: str, allowed: str = "127.0.0.0/8", seconds: float = 10.0) -> Webhook:
    async def door(receiver_id: int) -> Door | None:
        return Door(url=url, secrets=secrets or (NEW,)) if url and receiver_id == 7 else None

    return Webhook(door, wall=lambda: NOW, allowed=networks(allowed), seconds=seconds)


async def sent(to: Webhook, key: str = "event-1-event-7") -> Delivery:
    return await to.send(key, ("webhook:7",), BODY)


async def answered(*answers: str) -> tuple[Delivery, Hook]:
    async with listening(*answers) as hook:
        return await sent(webhook(hook.url)), hook


async def test_a_message_is_signed_as_standard_webhooks_has_it() -> None:
    delivery, hook = await answered("200 OK\r\ncontent-length: 0\r\n")
    ((headers, body),) = hook.taken
    assert delivery.state is SENT
    assert body == BODY
    assert headers["first"] == "POST /hooks?from=qingling HTTP/1.1"
    assert headers["content-type"] == "application/json"
    assert headers["host"] == f"127.0.0.1:{hook.port}"
    assert headers["webhook-id"] == "event-1-event-7"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(b"n" * 32, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


async def test_after_a_change_of_secret_both_sign() -> None:
    async with listening() as hook:
        assert (await sent(webhook(hook.url, NEW, OLD))).state is SENT
    ((headers, _),) = hook.taken
    assert [one[:3] for one in headers["webhook-signature"].split(" ")] == ["v1,", "v1,"]
    assert len(set(headers["webhook-signature"].split(" "))) == 2


@pytest.mark.parametrize("code", [400, 401, 404, 410, 422])
async def test_a_refusal_is_for_good(code: int) -> None:
    delivery, _ = await answered(f"{code} No\r\ncontent-length: 6\r\n\r\nno way"[:-6] + "")
    assert delivery.state is PERMANENT
    assert str(code) in delivery.detail


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
async def test_what_may_pass_is_tried_again(code: int) -> None:
    delivery, _ = await answered(f"{code} Later\r\ncontent-length: 0\r\n")
    assert delivery.state is TEMPORARY


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120.0),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300.0),
        ("999999999", 24 * 3600.0),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0.0),
        ("soon", None),
    ],
)
async def test_the_wait_a_receiver_asks_for_is_kept(told: str, seconds: float | None) -> None:
    delivery, _ = await answered(f"503 Later\r\nretry-after: {told}\r\ncontent-length: 0\r\n")
    assert delivery.retry_after == seconds


@pytest.mark.parametrize("code", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(code: int) -> None:
    async with listening() as elsewhere:
        delivery, _ = await answered(f"{code} Moved\r\nlocation: {elsewhere.url}\r\ncontent-length: 0\r\n")
    assert delivery.state is PERMANENT
    assert elsewhere.url in delivery.detail
    assert elsewhere.taken == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "0.0.0.0",
    ],
)
async def test_nothing_is_sent_inside_the_house(host: str) -> None:
    async with listening() as hook:
        delivery = await sent(webhook(f"http://{host}:{hook.port}/", allowed=""))
    assert delivery.state is PERMANENT
    assert "QINGLING_WEBHOOK_NETWORKS" in delivery.detail
    assert hook.taken == []


async def test_what_is_public_needs_tls() -> None:
    delivery = await sent(webhook("http://198.41.0.4/hooks"))
    assert delivery.state is PERMANENT
    assert "TLS" in delivery.detail


async def test_a_receiver_that_hangs_is_left_alone_for_a_while() -> None:
    async with listening(hangs=True) as hook:
        to = webhook(hook.url, seconds=0.3)
        first, second = await sent(to), await sent(to, "event-2-event-7")
    assert [first.state, second.state] == [TEMPORARY, TEMPORARY]
    assert "did not answer in time" in first.detail
    assert second.retry_after is not None
    assert len(hook.taken) == 1


async def test_nobody_there_is_for_now_and_a_forgotten_receiver_for_good() -> None:
    async with listening() as hook:
        gone = hook.url
    assert (await sent(webhook(gone))).state is TEMPORARY
    assert (await sent(webhook(None))).state is PERMANENT


async def test_an_endless_answer_is_not_read() -> None:
    delivery, _ = await answered("500 No\r\n\r\n" + "x" * 5_000_000)
    assert delivery.state is TEMPORARY
    assert len(delivery.detail) < 400
