"""Letters in a mailbox become reports: read from a real IMAP server, registered once, moved when that is committed."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from engine.actions.dismiss import dismiss
from engine.database import Database
from engine.mail import imap_server
from engine.model.attachment import Attachment
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.notice import MailStop, Notice
from engine.model.report import Report, ReportText
from engine.model.words import DismissReason, Role
from flows.checkup import way_in
from flows.done import Done
from flows.duties import mailbox, outbox
from flows.runtime import Runtime
from intake.mail import take
from intake.mail.imap import Conversation
from intake.mail.letter import Letter
from intake.mail.report import chosen
from intake.mail.take import Taker
from intake.mail.words import header
from tests.faults.installation import free_port
from tests.flows.wired import Hand, Postbox, use
from tests.intake import letters
from tests.intake.letters import AT, letter
from tests.mailboxes import Box, Imapd
from tests.world import World

pytestmark = pytest.mark.usefixtures("inhabited")

SCAN = ("提单.pdf", b"%PDF-1.7 a bill of lading")
PROGRAM = ("查询.exe", b"MZ\x90\x00 a program")


@dataclass
class Office:
    """A port with a mailbox, and what left it."""

    world: World
    hand: Hand
    box: Box
    postbox: Postbox
    use: Runtime

    async def look(self) -> Done:
        """One look into the mailbox."""
        self.world.now = self.hand.time
        return await mailbox.run(self.use)

    async def deliver(self) -> list[Message]:
        """Send what waits; the letters that left."""
        await outbox.run(self.use)
        return [message_from_bytes(one) for _, _, one in self.postbox.letters]

    async def reports(self) -> list[Report]:
        """What was registered, the first first."""
        return await self.world.rows(select(Report).order_by(col(Report.id)))

    async def issues(self) -> list[Issue]:
        """What came of them."""
        return await self.world.rows(select(Issue).order_by(col(Issue.id)))

    async def events(self, kind: str) -> list[Event]:
        """What happened of that kind."""
        return await self.world.rows(select(Event).where(col(Event.kind) == kind).order_by(col(Event.id)))

    def folders(self) -> dict[str, list[str]]:
        """Subjects by folder."""
        names = ("INBOX", "Qingling", "Qingling-other", "Qingling-refused")
        return {name: found for name in names if (found := self.box.subjects(name))}


@pytest.fixture(scope="module")
def imapd() -> Iterator[Imapd]:
    server = Imapd()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def office(database: Database, imapd: Imapd) -> Office:
    world = await World.open(database)
    hand, postbox, box = Hand(world.now), Postbox(), imapd.box()
    made = use(database, hand, postbox, mailbox=imap_server(box.url))
    made = replace(made, routing=made.rules)  # the router takes a second to read: the first story has it
    return Office(world, hand, box, postbox, made)


async def test_letters_become_reports_are_routed_acknowledged_and_moved(office: Office) -> None:
    second = letter("单一窗口", subject="系统打不开", number="2@lindong.test", files=(SCAN, PROGRAM))
    office.box.put(letter(), second, at=AT)
    office.use = use(office.world.database, office.hand, office.postbox, mailbox=office.use.mailbox)
    done = await office.look()
    assert done.counts == {"letters registered": 2}
    first, other = await office.reports()
    assert (first.channel, first.external_id, first.at) == ("mail", "1@lindong.test", AT)
    assert (first.mail, first.reporter, other.external_id) == ("wang@lindong.test", "王芳", "2@lindong.test")
    assert [one.status for one in await office.issues()] == ["assigned", "assigned"]
    assert [one.reference for one in await office.issues()] == list(done.references)
    assert office.folders() == {"Qingling": ["冻柜滞港", "系统打不开"]}
    sent = await office.deliver()
    acknowledged = [one for one in sent if one["To"] == "wang@lindong.test"]
    assert len(acknowledged) == 2 and all(one["Auto-Submitted"] == "auto-generated" for one in acknowledged)
    assert (await office.look()).idle


async def test_files_come_along_and_who_writes_too_many_is_looked_at(
    office: Office, monkeypatch: Any
) -> None:
    office.box.put(letter(files=(SCAN, PROGRAM)), at=AT)
    await office.look()
    (kept,) = await office.world.rows(select(Attachment))
    assert (kept.name, kept.kind, kept.origin) == ("提单.pdf", "pdf", "reporter")
    (said,) = await office.world.rows(select(ReportText))
    assert said.text.endswith("［未收取的附件：查询.exe］")
    assert said.raw["not_taken"] == [{"name": "查询.exe", "why": "unknown_file"}]
    assert said.raw["mail"]["headers"]["From"] == letters.FROM

    monkeypatch.setattr(take, "MOST", 1)  # of one address in a day
    office.box.put(
        letter(number="2@x.test"),
        letter(number="3@x.test"),
        letter(number="4@x.test", sender="li@x.test"),
        at=AT,
    )
    done = await office.look()
    assert done.counts == {"letters refused": 2, "letters registered": 1}
    (told,) = await office.world.rows(select(Notice).where(col(Notice.kind) == "findings"))
    assert (told.payload["findings"][0]["code"], told.party) == ("letter_many", "mail")
    assert await office.world.rows(select(Notice).where(col(Notice.kind) == "letter_refused")) == []


async def test_what_is_no_report_and_what_cannot_be_one_are_laid_aside(
    office: Office, monkeypatch: Any
) -> None:
    monkeypatch.setattr(Taker, "largest", 20_000)
    away = letter(subject="自动回复：休假", number="a@x.test", Auto_Submitted="auto-replied")
    mute = letter("", subject="", number="b@x.test")
    huge = letter("字" * 10_000, subject="太大", number="c@x.test")
    strange = letter(subject="怪信", number="d@x.test")
    office.box.put(away, mute, huge, strange, letter(), at=AT)
    monkeypatch.setattr(take, "chosen", breaks_on("怪信", chosen))
    done = await office.look()
    assert done.counts == {"letters that are no report": 1, "letters refused": 3, "letters registered": 1}
    assert [one["code"] for one in done.findings] == ["letter_empty", "letter_large", "letter_fault"]
    assert office.folders() == {
        "Qingling": ["冻柜滞港"],
        "Qingling-other": ["自动回复：休假"],
        "Qingling-refused": ["", "太大", "怪信"],
    }
    told = [
        (one.kind, one.audience, one.party)
        for one in await office.world.rows(select(Notice).order_by(col(Notice.id)))
    ]
    assert told.count(("findings", "channel_owner", "mail")) == 3
    assert told.count(("letter_refused", "sender", "wang@lindong.test")) == 1  # one a day, whatever they send
    (answer,) = [one for one in await office.deliver() if "未能登记" in subject(one)]
    assert answer["To"] == "wang@lindong.test" and answer["Auto-Submitted"] == "auto-generated"


async def test_an_answer_joins_its_issue_only_under_two_proofs(office: Office) -> None:
    office.box.put(letter(), at=AT)
    await office.look()
    (ours,) = [one["Message-ID"] for one in await office.deliver() if one["To"] == "wang@lindong.test"]
    answer = letter(
        "补充：箱号 TCLU1234567。",
        subject="Re: 已登记",
        number="2@lindong.test",
        In_Reply_To=ours,
        files=(SCAN,),
    )
    stranger = letter("我也补充。", sender="li@other.test", number="3@other.test", In_Reply_To=ours)
    guessed = letter("猜的。", number="4@lindong.test", References=f"<{'0' * 32}@port.test>")
    office.box.put(answer, stranger, guessed, at=AT)
    done = await office.look()
    assert done.counts == {"letters added to their issue": 1, "letters registered": 2}
    (material,) = await office.events("material_added")
    assert material.data["text"] == "补充：箱号 TCLU1234567。" and len(material.data["files"]) == 1
    assert material.by_label == "enterprise"
    assert [one.external_id for one in await office.reports()] == [
        "1@lindong.test",
        "3@other.test",
        "4@lindong.test",
    ]

    office.box.put(answer, at=AT)  # as it is met by a process after one that was killed before it moved it
    assert (await office.look()).counts == {"letters known already": 1}
    assert len(await office.events("material_added")) == 1
    reused = letter("还差一份。", subject="Re: 已登记", number="2@lindong.test", In_Reply_To=ours)
    office.box.put(reused, at=AT)  # a program that numbers all letters alike loses none
    assert (await office.look()).counts == {"letters added to their issue": 1}

    (issue, *_) = await office.issues()
    await office.world.do(
        dismiss, issue.id, reason=DismissReason.WITHDRAWN, instead="-", by=office.world.who(Role.ARBITRATOR)
    )
    office.box.put(letter("又滞港了。", number="5@lindong.test", In_Reply_To=ours), at=AT)
    assert (await office.look()).counts == {
        "letters registered": 1
    }  # the issue is off the ledger: nothing is lost


async def test_a_mail_that_came_back_stops_mail_only_if_it_was_ours(office: Office) -> None:
    office.box.put(letter(), at=AT)
    await office.look()
    (ours,) = [
        one["Message-ID"].strip("<>") for one in await office.deliver() if one["To"] == "wang@lindong.test"
    ]
    office.box.put(
        letters.returned("wang@lindong.test", names=f"{'0' * 32}@port.test"),
        letters.returned("wang@lindong.test", names=ours, status="5.2.2", said="smtp; 552 5.2.2 full"),
        at=AT,
    )
    assert (await office.look()).counts == {"letters that are no report": 2}
    assert await office.world.rows(select(MailStop)) == []
    office.box.put(letters.returned("Wang@lindong.test", names=ours), at=AT)
    assert (await office.look()).counts == {"mails that came back": 1}
    (stop,) = await office.world.rows(select(MailStop))
    assert (stop.mail, stop.why, stop.detail) == ("wang@lindong.test", "bounced", "550 5.1.1 no such user")
    assert len(office.folders()["Qingling-other"]) == 3


async def test_a_letter_that_was_not_moved_is_met_again_and_registered_once(
    office: Office, monkeypatch: Any
) -> None:
    office.box.put(letter(), letter("另一封信。", subject="同号"), at=AT)  # two letters under one Message-ID
    with monkeypatch.context() as broken:
        broken.setattr(Conversation, "move", cut_off)
        assert (await office.look()).faults
    assert [one.external_id for one in await office.reports()] == ["1@lindong.test"]
    done = await office.look()
    assert done.counts == {"letters known already": 1, "letters registered": 1}
    assert [one.external_id.partition(":")[0] for one in await office.reports()] == [
        "1@lindong.test",
        "sha256",
    ]
    assert office.folders() == {"Qingling": ["冻柜滞港", "同号"]}


async def test_two_processes_and_a_server_that_cannot_move(office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr(Conversation, "offers", lambda self: {"UIDPLUS"})
    office.box.put(*(letter(f"第{one}封。", number=f"{one}@lindong.test") for one in range(8)), at=AT)
    both = await asyncio.gather(office.look(), mailbox.run(replace(office.use, settings=office.use.settings)))
    assert sum(one.counts["letters registered"] for one in both) == 8
    assert not any(one.findings for one in both)
    assert len(await office.reports()) == 8
    await office.look()  # whichever was cut short by the other
    assert "INBOX" not in office.folders()


async def test_a_mailbox_that_does_not_answer_is_waited_for_and_told_of_once(
    office: Office, imapd: Imapd
) -> None:
    there, at = office.use, imap_server(office.box.url)
    gone = replace(there, mailbox=replace(at, port=free_port()))
    wrong = replace(there, mailbox=replace(at, password="guessed"))
    assert await mailbox.due_next(replace(there, mailbox=None)) is None
    assert (await way_in(there)).seen.endswith("opens INBOX, 0 letters wait in it")
    assert "made for programs" in (await way_in(wrong)).remedy
    assert await mailbox.due_next(there) == office.hand.time
    minutes = []
    for broken in (gone, gone, gone, wrong, wrong):
        done = await mailbox.run(broken)
        due = await mailbox.due_next(there)
        assert due is not None
        minutes.append(round((due - office.hand.time).total_seconds() / 60))
        assert done.faults
        office.hand.later(minutes=minutes[-1])
    assert minutes == [1, 2, 4, 8, 10]
    assert done.findings == [{"code": "mailbox_sign_in", "at": f"127.0.0.1:{office.box.port}"}]
    told = await office.world.rows(select(Notice).where(col(Notice.kind) == "findings"))
    assert [one.payload["findings"][0]["code"] for one in told] == ["mailbox_away", "mailbox_sign_in"]

    office.box.put(letter(), at=AT)
    assert (await office.look()).counts == {"letters registered": 1}
    assert await mailbox.due_next(there) == office.hand.time + timedelta(minutes=1)


def breaks_on(about: str, plain: Any) -> Any:
    """A part of ours that one letter breaks."""

    def broken(one: Letter, *rest: Any) -> Any:
        if one.subject == about:
            raise ZeroDivisionError(about)
        return plain(one, *rest)

    return broken


def cut_off(*_: object) -> None:
    """The wire breaks as a letter is to be moved."""
    raise ConnectionResetError("cut off")


def subject(mail: Message) -> str:
    """In words."""
    return header(str(mail["Subject"]))
