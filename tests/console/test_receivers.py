"""对接系统: an administrator connects a system, sees its secret once, sends a test, and stops it."""

import re

import pytest

from engine.model.notice import Notice
from engine.model.receiver import Receiver
from tests.wire import Wire
from tests.world import PORT

HTML = {"accept": "text/html"}
GIVEN = {"name": "码头调度系统", "agency": PORT, "url": "https://tos.example/hooks", "kinds": ["dispatched"]}


@pytest.fixture
async def wire(database):
    async with Wire.open(database) as opened:
        yield opened


async def administrator(wire: Wire):
    opened = await wire.session("admin")
    return await wire.client(HTML, cookies={"qingling_session": opened.token}), opened.signed.csrf


async def test_a_system_is_connected_tested_and_stopped(wire: Wire) -> None:
    client, csrf = await administrator(wire)
    assert "尚未对接系统" in (await client.get("/receivers")).text
    made = await client.post("/receivers", data=GIVEN | {"csrf": csrf})
    (receiver,) = await wire.world.rows(wire.all(Receiver))
    assert re.search(r"whsec_[A-Za-z0-9+/=]{44}", made.text) and receiver.secret in made.text
    listed = (await client.get("/receivers")).text
    assert receiver.secret not in listed and "尚未推送" in listed and "码头调度系统" in listed

    assert (await client.post("/receivers/1/test", data={"csrf": csrf})).status_code == 303
    (notice,) = await wire.world.rows(wire.all(Notice))
    assert (notice.audience, notice.party, notice.payload["event"]) == ("receiver", str(receiver.id), "test")
    assert "待发" in (await client.get("/receivers")).text

    changed = await client.post("/receivers/1/secret", data={"csrf": csrf})
    assert receiver.secret not in changed.text and "旧密钥一天内仍然有效" in changed.text
    await client.post("/receivers/1/active", data={"csrf": csrf, "active": "false"})
    assert "已停用" in (await client.get("/receivers")).text


async def test_a_refused_address_keeps_what_was_typed(wire: Wire) -> None:
    client, csrf = await administrator(wire)
    given = GIVEN | {"url": "http://tos.example/hooks", "csrf": csrf}
    answer = await client.post("/receivers", data=given)
    assert answer.status_code == 422
    assert "请使用 https 加密地址" in answer.text and "http://tos.example/hooks" in answer.text
    assert await wire.world.rows(wire.all(Receiver)) == []
