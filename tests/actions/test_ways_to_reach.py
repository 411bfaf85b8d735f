"""How an enterprise is reached: by mail, by a text where mail is not wanted or does not arrive, or by a call."""

import orjson
import pytest
from sqlmodel import select

from engine.actions.callbacks import invite
from engine.actions.deliver import Taken, settle, take
from engine.actions.mail_stops import resume_mail, stop_mail
from engine.model.notice import MailStop, Notice
from engine.model.report import Report
from engine.ports import Delivery, DeliveryState
from engine.store.people import bearer
from engine.store.recipients import address
from notifiers.texts import Texts
from notifiers.wording import Wording
from tests.actions.feedback import replied
from tests.world import ZONE, World

MAIL, PHONE = "Report@enterprise.invalid", "139 2045 6789"


@pytest.mark.parametrize(
    ("mail", "phone", "stopped", "reached"),
    [
        ("a@b.test", "13920456789", False, "a@b.test"),
        ("a@b.test", "13920456789", True, "sms:13920456789"),
        ("", "+86 139-2045-6789", False, "sms:+8613920456789"),
        ("", "+4915112345678", False, "sms:+4915112345678"),
        ("", "022-65205678", False, ""),
        ("", "13920456789转801", False, ""),
        ("a@b.test\r\nBcc: x@y.test", "", False, ""),
        ("", "", False, ""),
    ],
)
def test_where_a_message_goes(mail: str, phone: str, stopped: bool, reached: str) -> None:
    assert address(mail, phone, stopped=stopped) == reached


async def taken(world: World) -> list[Taken]:
    renderer = Wording(base="https://port.test", zone=ZONE, sender="qingling@port.test")
    async with world.database.transaction() as session:
        return await take(session, now=world.now, limit=100, renderer=renderer)


async def own(world: World, verb) -> None:
    (report,) = await world.rows(select(Report))
    await world.do(verb, by=bearer(report))


async def test_a_phone_number_alone_gets_the_acknowledgement_and_the_callback_as_texts(
    world: World, tmp_path
) -> None:
    issue = await replied(world, mail="", phone=PHONE)
    await world.do(invite, issue.id)
    ways = Texts(tmp_path)
    for one in [one for one in await taken(world) if one.to[0].startswith("sms:")]:
        for _ in range(2):  # a retry finds the file
            assert (await ways.send(one.key, one.to, one.message)).state is DeliveryState.SENT
    files = [orjson.loads(file.read_bytes()) for file in sorted(tmp_path.iterdir())]
    assert {one["to"] for one in files} == {"13920456789"}
    (token,) = await world.rows(select(Notice.payload).where(Notice.kind == "callback"))
    said = " ".join(one["text"] for one in files)
    assert len(files) == 3
    assert f"https://port.test/rate/{token['token']}" in said
    assert "已登记" in said
    assert all("\n" not in one["text"] and len(one["text"]) < 200 for one in files)


async def test_who_wants_no_mail_gets_texts_and_may_come_back(world: World) -> None:
    issue = await replied(world, mail=MAIL, phone=PHONE)
    assert {one.to[0] for one in await taken(world) if "enterprise.invalid" in one.to[0]} == {MAIL}
    for _ in range(2):
        await own(world, stop_mail)
    await world.do(invite, issue.id)
    assert [one.to for one in await taken(world)] == [("sms:13920456789",)]
    await own(world, resume_mail)
    await world.do(invite, issue.id)
    assert [one.to for one in await taken(world)] == [(MAIL,)]


async def test_an_address_that_its_server_does_not_know_is_written_to_once(world: World) -> None:
    issue = await replied(world, mail=MAIL, phone="")
    letters = [one for one in await taken(world) if one.to == (MAIL,)]
    refused = Delivery(state=DeliveryState.PERMANENT, detail="550 5.1.1 no such user", gone=(MAIL,))
    async with world.database.statement() as connection:
        await settle(connection, letters[0], refused, now=world.now)
    (stop,) = await world.rows(select(MailStop))
    assert (stop.mail, stop.why) == (MAIL.lower(), "bounced")
    await world.do(invite, issue.id)
    assert await taken(world) == []
    (last,) = await world.rows(select(Notice).where(Notice.kind == "callback"))
    assert last.state == "dropped"
