"""The small pure parts: times in words, forms read, looks of promises, letters taken apart."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from console import drafts, times
from console.asks import Ask, Shape, answers
from console.deeds import DEEDS
from console.letters import letter
from console.names import Names
from console.promises import Chip, chip
from console.sign_in import inside
from console.story import tell
from engine.catalog.compare import Change, How
from engine.catalog.read import read_catalog
from engine.errors import Invalid
from engine.model.event import Event
from engine.model.words import HoldReason, Verb
from engine.store.trail import Promise
from tests.world import CATALOG

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 16, 10, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(seconds=20), "不到 1 分钟", "under a minute"),
        (timedelta(minutes=1), "1 分钟", "1 minute"),
        (timedelta(minutes=89), "89 分钟", "89 minutes"),
        (timedelta(hours=2), "2 小时", "2 hours"),
        (timedelta(hours=35), "35 小时", "35 hours"),
        (timedelta(days=3), "3 天", "3 days"),
        (timedelta(days=-3), "3 天", "3 days"),
    ],
)
def test_a_length_of_time_in_its_sensible_unit(length, zh, en):
    assert times.span(length, "zh") == zh
    assert times.span(length, "en") == en


def test_times_are_local_and_exact_on_demand():
    at = datetime(2026, 10, 15, 23, 30, tzinfo=UTC)
    assert times.exact(at, ZONE, "zh") == "2026年10月16日 周五 07:30"
    assert times.short(at, NOW, ZONE, "zh") == "10月16日 07:30"
    assert times.short(at.replace(year=2025), NOW, ZONE, "zh") == "2025-10-16 07:30"
    assert times.relative(NOW - timedelta(hours=3), NOW, "zh") == "3 小时前"
    assert times.relative(NOW + timedelta(hours=3), NOW, "en") == "in 3 hours"
    assert times.relative(NOW, NOW, "zh") == "刚刚"


def promise(**more) -> Promise:
    plain = {
        "id": 1,
        "assignment_id": 1,
        "target": "reply",
        "agency": "a",
        "part": "lead",
        "clock_state": "running",
        "started_at": NOW,
        "due_at": NOW + timedelta(days=1),
        "met_at": None,
        "breached": False,
        "provisional": False,
        "yellow_at": None,
        "body": {},
    }
    return Promise(**plain | more)


@pytest.mark.parametrize(
    ("more", "look"),
    [
        ({}, "running"),
        ({"yellow_at": NOW}, "near"),
        ({"yellow_at": NOW + timedelta(hours=1)}, "running"),
        ({"due_at": NOW - timedelta(hours=1)}, "burning"),
        ({"due_at": NOW - timedelta(hours=1), "target": "return"}, "ended"),
        ({"clock_state": "paused", "due_at": None}, "still"),
        ({"clock_state": "met"}, "met"),
        ({"clock_state": "met", "breached": True}, "missed"),
        ({"clock_state": "cancelled"}, "off"),
    ],
)
def test_how_a_promise_looks(more, look):
    one = promise(**more)
    assert chip(one, NOW) == Chip(one.target, look, one.due_at)


def test_a_form_is_read_whole():
    asks = DEEDS[Verb.HOLD].asks
    assert answers(asks, {"reason": "material", "note": " 等企业 "}, ZONE) == {
        "reason": HoldReason.MATERIAL,
        "note": "等企业",
    }


def test_every_fault_of_a_form_is_named_at_once():
    asks = (
        Ask("reason", Shape.CHOICE, options=HoldReason, kind="hold_reason"),
        Ask("workdays", Shape.NUMBER),
        Ask("review_at", Shape.DAY),
        Ask("granted", Shape.YES),
        Ask("text"),
    )
    given = {"reason": "tired", "workdays": "ten", "review_at": "2026-13-01", "text": "x" * 20_001}
    with pytest.raises(Invalid) as refused:
        answers(asks, given, ZONE)
    found = {fault.where: fault.code for fault in refused.value.faults}
    assert found == {
        "reason": "unreadable",
        "workdays": "unreadable",
        "review_at": "unreadable",
        "granted": "required",
        "text": "too_long",
    }


def test_answers_of_other_shapes():
    asks = (
        Ask("supports", Shape.AGENCIES, must=False),
        Ask("measure", Shape.MEASURE),
        Ask("on", Shape.DAY),
        Ask("yes", Shape.YES),
    )
    given = {"supports": ["a", "b", ""], "measure": "2023-measures/7", "on": "2026-10-20", "yes": "no"}
    read = answers(asks, given, ZONE)
    assert read["supports"] == ("a", "b")
    assert read["measure"] == ("2023-measures", 7)
    assert read["on"] == datetime(2026, 10, 20, 23, 59, tzinfo=ZONE)
    assert read["yes"] is False


def test_a_letter_is_taken_apart():
    message = EmailMessage()
    message["Subject"], message["To"] = "派单通知", "handler@sample.invalid"
    message.set_content("请签收")
    message.add_alternative("<p>请签收</p>", subtype="html")
    message.add_attachment(b"1,2", maintype="text", subtype="csv", filename="台账.csv")
    read = letter(message.as_bytes())
    assert (read.subject, read.text.strip(), read.html.strip()) == ("派单通知", "请签收", "<p>请签收</p>")
    assert [(one.name, one.content) for one in read.attachments] == [("台账.csv", b"1,2")]
    assert read.attachments[0].headers["content-disposition"].endswith("%E5%8F%B0%E8%B4%A6.csv")


@pytest.mark.parametrize(
    ("address", "led"),
    [
        ("/inbox?show=late", "/inbox?show=late"),
        ("https://x.example/", "/"),
        ("//x.example", "/"),
        ("inbox", "/"),
    ],
)
def test_only_addresses_of_this_house_are_followed(address, led):
    assert inside(address) == led


def told(seq: int, kind: str, **data: object) -> Event:
    return Event(issue_id=1, seq=seq, kind=kind, at=NOW, recorded_at=NOW, by_label="system", data=data)


def test_supports_dispatched_at_once_are_told_in_one_breath():
    events = [
        told(1, "registered"),
        told(2, "dispatched", agency="a", part="lead"),
        told(3, "dispatched", agency="b", part="support"),
        told(4, "dispatched", agency="c", part="support"),
        told(5, "claimed", agency="a"),
    ]
    sentences = [
        entry.sentence for entry in tell(events, str, lambda event, name: str(event.data.get(name, "")))
    ]
    assert sentences[1:] == ["Dispatched to a (lead)", "Dispatched to b, c (support)", "a acknowledged it"]


def test_a_step_of_a_promise_that_is_no_agencys_names_none():
    steps = [
        told(1, "stepped", step="Red card", target="Reply", agency="a"),
        told(2, "stepped", step="Red card", target="Callback"),
    ]
    sentences = [
        entry.sentence for entry in tell(steps, str, lambda event, name: str(event.data.get(name, "")))
    ]
    assert sentences == ["Red card: the promise “Reply” (a)", "Red card: the promise “Callback”"]


def test_a_difference_says_names_where_a_topic_keeps_keys():
    view = Names(rules=SimpleNamespace(directory=read_catalog(CATALOG)), locale="en")
    changed = partial(Change, How.CHANGED, "topic", "smart-port", "智慧口岸与系统整合")
    changes = [
        changed("lead", "tianjin-customs、port-group", ""),
        changed("measures", "2015-port-work/31", "2023-measures/28"),
        changed("strong", "智慧口岸、智慧港口", "数字口岸"),
    ]
    assert [(one.before, one.after) for one in drafts.told(view, changes)] == [
        ("Tianjin Customs, Tianjin Port Group", ""),
        ("31 口岸信息共享", "28 企业“问题清零”"),
        ("智慧口岸、智慧港口", "数字口岸"),
    ]
