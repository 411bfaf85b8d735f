"""Every notice has its words in both languages, and nobody's words become markup or headers."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from engine.errors import Unrenderable
from engine.model.words import Audience, EventKind, Kind, Step
from engine.ports import Outgoing
from engine.rules.announcements import NoticeKind
from notifiers.vocabulary import LANGUAGES, WORDS
from notifiers.wording import TEMPLATES, Wording
from tests.notifiers.samples import every, notice

WORDING = Wording(
    base="https://port.test", zone=ZoneInfo("Asia/Shanghai"), sender="问题清零专班 <qingling@port.test>"
)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}{% raw %}"


def parsed(message: bytes) -> EmailMessage:
    mail = email.message_from_bytes(message, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def bodies(one: Outgoing) -> tuple[EmailMessage, str, str]:
    mail = parsed(WORDING.render(one).message)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    return mail, text.get_content(), html.get_content()


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_kind_of_notice_and_every_step_has_a_template(locale: str) -> None:
    wanted = {kind.value for kind in NoticeKind} - {NoticeKind.STEP, NoticeKind.EVENT}
    wanted |= {f"step_{step}" for step in Step}
    assert {file.stem for file in (TEMPLATES / locale).glob("*.j2")} == wanted


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_announcement_reads_as_a_whole_message(locale: str) -> None:
    for one in every(locale):
        mail, text, html = bodies(one)
        assert mail["Subject"].strip(), one.kind
        assert one.kind == "summary" or "QL-261014-000007" in mail["Subject"]
        assert len(text.splitlines()) > 5, one.kind
        assert "None" not in text + html, one.kind
        assert "（）" not in text
        assert "：\n" not in text.replace("：\n\n", "")  # a label without its value


@pytest.mark.parametrize("locale", LANGUAGES)
def test_peoples_words_are_escaped_and_never_a_template(locale: str) -> None:
    for one in every(locale):
        data = {
            key: HOSTILE if isinstance(value, str) and key != "step" else value
            for key, value in one.payload["data"].items()
        }
        data |= {"due": one.payload["dues"]["reply"], "review_at": one.payload["dues"]["reply"]}
        payload = {**one.payload, "title": HOSTILE, "enterprise": HOSTILE, "data": data}
        _, text, html = bodies(one.model_copy(update={"payload": payload}))
        assert "<script" not in html, one.kind
        assert "49" not in text, one.kind


def test_a_subject_cannot_add_a_header() -> None:
    mail, _, _ = bodies(notice(NoticeKind.DISPATCHED, title="急\r\nBcc: all@port.test\n"))
    assert mail["Bcc"] is None
    assert "急 Bcc" in mail["Subject"]


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert WORDING.render(notice("dispatched")) == WORDING.render(notice("dispatched"))


def test_headers_tell_machines_what_it_is() -> None:
    mail, _, _ = bodies(notice("dispatched"))
    again, _, _ = bodies(notice("replied", Audience.ENTERPRISE, event=EventKind.REPLIED))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<notices.port.test>"
    assert mail["Idempotency-Key"] == "event-1-dispatched-assigned"
    assert mail["Message-ID"] != again["Message-ID"]
    assert mail["References"] == again["References"]
    assert mail["From"].addresses[0].display_name == "问题清零专班"
    assert mail["Date"].datetime == datetime(2026, 10, 14, 1, 30, tzinfo=UTC)
    assert b"=?utf-8?" in WORDING.render(notice("dispatched")).message


def test_limits_are_told_in_local_time() -> None:
    _, zh, _ = bodies(notice("dispatched"))
    _, en, _ = bodies(notice("dispatched", locale="en"))
    assert "签收时限：2026年10月15日（周四）17:30" in zh
    assert "Claim by: Thu 15 Oct 2026, 17:30" in en


def test_an_enterprise_follows_by_its_code_and_the_house_by_the_number() -> None:
    _, house, _ = bodies(notice("dispatched"))
    enterprise = notice(
        "received", Audience.ENTERPRISE, event=EventKind.REGISTERED, follow_code="ABC-DEF-GHJ-KMN"
    )
    _, text, html = bodies(enterprise)
    assert "https://port.test/issues/QL-261014-000007" in house
    assert "https://port.test/follow/ABC-DEF-GHJ-KMN" in text
    assert 'href="https://port.test/follow/ABC-DEF-GHJ-KMN"' in html


def test_who_can_be_found_by_an_answer_is_told_to_answer() -> None:
    read = Wording(base="https://port.test", zone=WORDING.zone, sender=WORDING.sender, replies=True)
    told = notice("received", Audience.ENTERPRISE, event=EventKind.REGISTERED, follow_code="ABC-DEF-GHJ-KMN")
    house = notice("dispatched")
    for wording, one, invited in ((read, told, True), (read, house, False), (WORDING, told, False)):
        body = parsed(wording.render(one).message).get_body(("plain",))
        assert isinstance(body, EmailMessage)
        assert ("直接回复即可" in body.get_content()) is invited
    ids = {str(parsed(read.render(one).message)["Message-ID"]) for one in (told, other_code(told))}
    assert len(ids) == 2  # nobody without the code can name the mail


def other_code(one: Outgoing) -> Outgoing:
    return one.model_copy(update={"payload": {**one.payload, "follow_code": "ABC-DEF-GHJ-KMP"}})


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize(
    ("why", "said"), [("large", ("太大", "too large")), ("empty", ("没有读到文字", "no words"))]
)
def test_who_wrote_a_letter_that_was_not_taken_is_told_what_to_do(
    why: str, said: tuple[str, str], locale: str
) -> None:
    letter = notice(NoticeKind.LETTER_REFUSED, Audience.SENDER, locale=locale, data={"why": why})
    mail, text, html = bodies(letter)
    assert letter.payload["title"] in mail["Subject"]
    assert said[LANGUAGES.index(locale)] in text
    assert "https://port.test/report" in text and 'href="https://port.test/report"' in html


def test_a_tip_offs_reporter_stays_hidden_from_agencies() -> None:
    _, handler, page = bodies(tip_off(Audience.ASSIGNED))
    _, arbitrator, _ = bodies(tip_off(Audience.ARBITRATORS))
    assert "某某国际物流" not in handler + page
    assert "保密" in handler
    assert "某某国际物流" in arbitrator


def tip_off(audience: Audience) -> Outgoing:
    one = notice(NoticeKind.TRIAGE if audience is Audience.ARBITRATORS else NoticeKind.DISPATCHED, audience)
    return one.model_copy(update={"payload": {**one.payload, "kind": Kind.TIP_OFF}})


def red(voice: str, agency: str, audience: str = "assigned") -> str:
    data = {"step": "red", "voice": voice, "agency": agency}
    return bodies(notice("step", audience, event="stepped", data=data, party=agency))[1]


def test_a_central_body_gets_a_letter_where_a_municipal_one_gets_a_card() -> None:
    assert "红牌警示" in red("card", "bureau")
    assert "红牌" not in red("letter", "customs")
    assert "商请" in red("letter", "customs")
    assert "召集人" in red("letter", "customs", "task_force")
    assert "红牌" not in red("card", "customs")  # a row of the ladder that does not tell kinds apart


def test_an_enterprise_is_reached_through_its_competent_agency() -> None:
    assert red("through", "terminal", "through").startswith("中华人民共和国某海关：")
    assert "某码头公司承办" in red("through", "terminal", "through")


def test_facts_that_make_no_message_are_refused_with_the_notices_key() -> None:
    broken = notice("dispatched")
    with pytest.raises(Unrenderable, match="event-1-dispatched-assigned"):
        WORDING.render(broken.model_copy(update={"payload": {**broken.payload, "dues": {"claim": "soon"}}}))


def test_words_are_given_in_both_languages() -> None:
    assert all(len(pair) == 2 and all(pair) for group in WORDS.values() for pair in group.values())
