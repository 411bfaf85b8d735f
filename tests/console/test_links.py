"""Links in mails: programs that open every one change nothing, and codes and tokens that are tried out open nothing."""

import re
import secrets
from collections.abc import AsyncIterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from html import unescape
from random import Random
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from engine.actions.callbacks import behind_link, invite
from engine.actions.deliver import take
from engine.actions.draw_summary import draw_summary
from engine.actions.send_editions import send_editions
from engine.actions.send_summary import send_summary
from engine.actions.tokens import ALPHABET, follow_code
from engine.actions.tokens import digest as digest_of
from engine.database import Database
from engine.model.notice import MailStop, Notice
from engine.model.reply import Callback
from engine.model.report import Report
from engine.settings import Settings
from engine.store.people import by_code
from notifiers.registry import renderer
from tests.actions.busy import Busy
from tests.actions.feedback import replied
from tests.wire import ORIGIN, Wire
from tests.world import World, instant

LINK = re.compile(r"https?://[^\s\"'<>）)]+")
TABLES = text(
    "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
)


@pytest.fixture
async def wire(database: Database) -> AsyncIterator[Wire]:
    async with Wire.open(database) as made:
        yield made


async def digest(world: World) -> dict[str, tuple[int, str]]:
    """Rows and a digest of every table."""
    async with world.database.transaction() as session:
        names = sorted((await session.execute(TABLES)).scalars())
        found = {}
        for name in names:
            whole = text(
                f"select count(*), coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from {name} t"
            )
            found[name] = tuple((await session.execute(whole)).one())
        return found


async def letters(world: World) -> list[bytes]:
    """Everything that waits in the outbox, as it leaves."""
    made = renderer(Settings(public_url=ORIGIN, _env_file=None))  # type: ignore[call-arg]
    async with world.database.transaction() as session:
        return [one.message for one in await take(session, now=world.now, limit=5000, renderer=made)]


def links(message: bytes) -> set[str]:
    """Every address in a mail: in its headers, its text and its HTML."""
    mail = message_from_bytes(message, policy=policy.default)
    said = [str(value) for value in mail.values()]
    said += [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return {unescape(one) for words in said for one in LINK.findall(words)}


async def test_programs_that_open_every_link_of_two_weeks_change_nothing(wire: Wire) -> None:
    world = wire.world
    await Busy(world).play(date(2026, 10, 16), 16, daily=1)
    await replied(world)
    for callback in await world.rows(select(Callback.issue_id).where(Callback.state == "open")):
        await world.do(invite, callback)
    world.now = max(world.now, instant("Mon 2026-11-02 08:30"))
    async with world.database.transaction() as session:
        drawn = await draw_summary(session, week="2026-W44", now=world.now, rules=world.rules)
        await send_summary(session, drawn, now=world.now, rules=world.rules)
        await send_editions(session, drawn, now=world.now, rules=world.rules)
    found = {link for one in await letters(world) for link in links(one)}
    kinds = {urlsplit(link).path.split("/")[1] for link in found}
    assert {"follow", "rate", "unsubscribe", "issues", "summaries", "inbox"} <= kinds
    before = await digest(world)
    scanner = await wire.client({"Accept": "text/html"}, follow_redirects=True)
    opened = [(await scanner.get(link)).status_code for link in sorted(found) if link.startswith(ORIGIN)]
    assert len(opened) > 80
    assert opened.count(200) > 50
    assert not any(status >= 500 for status in opened)
    assert await digest(world) == before


async def test_ten_thousand_tokens_tried_out_open_nothing(wire: Wire) -> None:
    """Five thousand at random, five thousand a slip away from a live one, live ones grown old; and as many codes."""
    world, random = wire.world, Random(11)
    for number in range(3):
        issue = await replied(world, enterprise=f"天津第{number}贸易有限公司")
        await world.do(invite, issue.id)
    payloads = await world.rows(select(Notice.payload).where(Notice.kind == "callback"))
    live = [one["token"] for one in payloads]
    tried = [secrets.token_urlsafe(32) for _ in range(5000)]
    tried += [slip(random.choice(live), random, "ABCDEFabcdef0123456789-_") for _ in range(5000)]
    codes = [follow_code() for _ in range(5000)]
    codes += [
        slip(one, random, ALPHABET)
        for one in await world.rows(select(Report.follow_code))
        for _ in range(1700)
    ]
    async with world.database.transaction() as session:
        assert all([await behind_link(session, one, now=world.now) for one in live])
        assert not any([await behind_link(session, one, now=world.now) for one in tried[::40]])
        assert await hits(session, "callback", "token_hash", [digest_of(one) for one in tried]) == 0
        old = world.now + timedelta(days=60)
        assert not any([await behind_link(session, one, now=old) for one in live])
        assert not any([await by_code(session, one) for one in codes[::20]])
        assert await hits(session, "report", "follow_code", codes) == 0
    visitor = await wire.client()
    for one in tried[:15] + tried[-15:]:
        assert (await visitor.get(f"/rate/{one}")).status_code == 404
        assert (await visitor.post(f"/rate/{one}", data={"resolved": "yes"})).status_code == 404
    for one in codes[:10] + codes[-10:]:
        assert (await visitor.get(f"/unsubscribe/{one}")).status_code == 404
    assert {one.state for one in await world.rows(select(Callback))} == {"open"}


async def hits(session: AsyncSession, table: str, column: str, values: list[str]) -> int:
    """How many rows the values find: the look-up of one token, ten thousand at once."""
    statement = text(f"select count(*) from {table} where {column} = any(:values)")
    return int(await session.scalar(statement, {"values": values}) or 0)


def slip(good: str, random: Random, letters: str) -> str:
    """One character typed wrongly."""
    places = [place for place, letter in enumerate(good) if letter in letters]
    place = random.choice(places)
    other = random.choice([one for one in letters if one != good[place]])
    return good[:place] + other + good[place + 1 :]


async def test_one_post_stops_the_mail_and_a_look_does_not(wire: Wire) -> None:
    await replied(wire.world)
    (report,) = await wire.world.rows(select(Report))
    mail = next(one for one in map(message_from_bytes, await letters(wire.world)) if one["List-Unsubscribe"])
    address = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    visitor = await wire.client()
    shown = (await visitor.get(address)).text
    assert "不再接收邮件" in shown
    assert report.mail not in shown
    assert await wire.world.rows(select(MailStop)) == []
    program = await wire.client({"Origin": "https://mail.example"})  # a mail program posts from its own house
    assert (await program.post(address, data={"List-Unsubscribe": "One-Click"})).status_code == 303
    assert [one.why for one in await wire.world.rows(select(MailStop))] == ["unsubscribed"]
    assert "恢复邮件通知" in (await visitor.get(address)).text
    assert (await visitor.post(f"{address}/undo")).status_code == 303
    assert await wire.world.rows(select(MailStop)) == []
