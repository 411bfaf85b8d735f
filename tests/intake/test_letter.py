"""Letters read: the codes, shapes and habits in which people and programs write them, and rubbish."""

from datetime import timedelta
from email import message_from_bytes
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ports import TEXT_LIMIT
from engine.rules.enterprise_code import check_character
from engine.rules.files import Allowance
from intake.mail import found
from intake.mail.history import parted
from intake.mail.letter import Letter, read
from intake.mail.page import lines_of
from intake.mail.report import chosen, report
from intake.mail.words import decoded, header, tidy
from tests.intake.letters import AT, WORDS, bare, letter, returned

OWN = "qingling@port.test"
SMALL = Allowance(each=1000, count=2, total=1500)
PDF = b"%PDF-1.7 a scan"


def got(content: bytes) -> Letter:
    return read(content, own=OWN)


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("gbk", "gb2312"),  # characters that GB 2312 does not have, under its name
        ("gb18030", "GB2312"),
        ("gbk", "us-ascii"),
        ("gbk", "iso-8859-1"),
        ("gbk", "utf-8"),
        ("gbk", "x-unheard-of"),
        ("gbk", ""),
        ("utf-8", "gb2312"),
        ("utf-8", "gbk"),
        ("utf-8", ""),
        ("utf-16", "utf-16"),
        ("big5", "big5"),
    ],
)
def test_words_are_read_whatever_code_is_named(code: str, named: str) -> None:
    words = "朱鎔基路口的倉庫漏水" if code == "big5" else "朱镕基路口的仓库漏水，箱子提不出来。"
    assert got(bare(words.encode(code), named)).text == words


def test_bytes_in_no_code_leave_what_can_be_read() -> None:
    assert "提箱" in got(bare("提箱".encode() + b"\xff\xfe\x80 now", "utf-8")).text
    assert decoded(b"caf\xe9", "iso-8859-1") == "café"
    assert tidy("一\x00二\ud800\u200b三\r\n\r\n\r\n\r\n四\t 五") == "一二三\n\n四 五"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("=?gb2312?B?1uzpRg==?=", "朱镕"),
        ("=?utf-8?Q?=E5=86=BB=E6=9F=9C?= =?utf-8?Q?=E6=BB=9E=E6=B8=AF?=", "冻柜滞港"),
        (
            "=?utf-8?B?5Ya75p8=?=\r\n =?utf-8?B?nOa7nua4rw==?=",
            "冻柜滞港",
        ),  # a character broken between two words
        ("Re: =?UTF-8*zh?B?5Ya75p+c?= ok", "Re: 冻柜 ok"),
        ("=?utf-8?B?5Ya75p+c?", "=?utf-8?B?5Ya75p+c?"),
        ("=?utf-8?B?x?=", "=?utf-8?B?x?="),
        ("folded\r\n\tover lines", "folded over lines"),
    ],
)
def test_headers_are_read_as_people_see_them(written: str, read_as: str) -> None:
    assert header(written) == read_as


def test_a_header_of_bare_bytes_is_read_by_the_code_it_is_in() -> None:
    made = bare(
        b"x", "gbk", Subject="冻柜滞港".encode("gbk"), From="王芳 <wang@lindong.test>".encode("gb18030")
    )
    assert (got(made).subject, got(made).name, got(made).sender) == ("冻柜滞港", "王芳", "wang@lindong.test")


@pytest.mark.parametrize(
    ("sender", "name", "mail"),
    [
        ("wang@lindong.test", "", "wang@lindong.test"),
        ('"王, 芳" <wang@lindong.test>', "王, 芳", "wang@lindong.test"),
        (
            "li@other.test <wang@lindong.test>",
            "li@other.test",
            "wang@lindong.test",
        ),  # the name proves nothing
        ("wang at lindong", "wang at lindong", ""),
        ("a@b.test, c@d.test", "a@b.test, c@d.test", ""),
        ("<wang@lindong.test\x01>", "<wang@lindong.test>", ""),
    ],
)
def test_who_wrote_is_an_address_that_can_be_written_to(sender: str, name: str, mail: str) -> None:
    made = got(bare(b"x", "utf-8", From=sender.encode()))
    assert (made.name, made.sender) == (name, mail)


def test_the_message_id_stands_for_a_letter_and_else_its_bytes() -> None:
    assert got(letter()).external_id == "1@lindong.test"
    nameless = letter(number=None)
    assert got(nameless).external_id == f"sha256:{got(nameless).sha256}"
    assert got(letter(number="x" * 300)).external_id.startswith("sha256:")


def test_html_alone_becomes_plain_lines() -> None:
    page = """<html><head><title>no</title><style>p {color: red}</style></head><body>
      <p>您好，</p><div>冻柜&nbsp;<b>滞港</b>三天<br>请协调</div><script>alert(1)</script>
      <table><tr><td>箱号</td><td>TCLU1234567</td></tr></table></body></html>"""
    assert got(letter("", html=page)).text == "您好，\n冻柜 滞港三天\n请协调\n箱号 TCLU1234567"


def test_plain_words_are_preferred_unless_they_are_empty() -> None:
    assert got(letter("正文", html="<p>别的</p>")).text == "正文"
    assert got(letter(" \n", html="<p>正文</p>")).text == "正文"


def test_soft_line_breaks_are_mended() -> None:
    made = bare("这一行很长，程序把它 \r\n折断了。\r\n第二行".encode(), "utf-8; format=flowed; delsp=yes")
    assert got(made).text == "这一行很长，程序把它折断了。\n第二行"


REPLY = "补充：箱号 TCLU1234567。"
HISTORIES = [
    '------------------ 原始邮件 ------------------\n发件人: "清零" <q@port.test>;\n发送时间: 2026年10月8日(星期四) 上午9:00\n您反映的问题已登记',
    "-----Original Message-----\nFrom: q@port.test\nregistered",
    '在 2026-10-08 09:00:00，"清零" <q@port.test> 写道：\n>您反映的问题已登记\n>请稍候',
    "清零 <q@port.test> 于2026年10月8日周四 09:00写道：\n\n您反映的问题已登记",
    "On Thu, Oct 8, 2026 at 9:00 AM Qingling <q@port.test> wrote:\n> registered",
    "On Thu, Oct 8, 2026 at 9:00 AM Qingling\n<q@port.test> wrote:\n> registered",
    "发件人： 清零 <q@port.test>\n发送时间： 2026年10月8日 9:00\n收件人： 王芳\n主题： 已登记\n\n您反映的问题已登记",
    "From: Qingling <q@port.test>\nSent: Thursday\nTo: Wang\nSubject: registered\n\nregistered",
]


@pytest.mark.parametrize("history", HISTORIES)
def test_the_history_below_an_answer_is_cut_off_and_kept(history: str) -> None:
    made = got(letter(f"{REPLY}\n\n{history}", subject="回复：已登记"))
    assert made.text == REPLY
    assert made.history == tidy(history)
    assert made.subject == "已登记"


@pytest.mark.parametrize("history", HISTORIES)
def test_what_was_passed_on_is_kept_whole(history: str) -> None:
    assert got(letter(f"请看\n\n{history}", subject="转发：已登记")).text == tidy(f"请看\n\n{history}")
    assert got(letter(f"请看\n\n{history}", subject="新问题")).text == tidy(f"请看\n\n{history}")
    assert parted(f"---------- Forwarded message ---------\n{history}") == (
        f"---------- Forwarded message ---------\n{history}",
        "",
    )


def test_an_answer_under_or_among_quoted_lines_is_found() -> None:
    below = "在 2026-10-08 写道：\n> 缺什么？\n缺提单。\n> 还有呢？\n没有了。"
    assert parted(below) == ("缺提单。\n没有了。", "在 2026-10-08 写道：\n> 缺什么？\n> 还有呢？")


def test_nothing_is_cut_if_nothing_would_be_left() -> None:
    for history in HISTORIES:
        assert parted(history) == (history, "")


def test_a_letter_within_a_letter_is_read_with_its_files() -> None:
    inner = letter(sender="李强 <li@other.test>", subject="原信", files=(("单.pdf", PDF),))
    outer = MIMEMultipart()
    outer["From"], outer["Subject"] = "wang@lindong.test", "请协调"
    outer.attach(MIMEText("请看附件里的信。", "plain", "utf-8"))
    outer.attach(MIMEMessage(message_from_bytes(inner)))
    made = got(outer.as_bytes())
    assert made.text.startswith("请看附件里的信。\n\n——转发的邮件：李强 <li@other.test> · 原信——\n\n")
    assert made.text.endswith(WORDS)
    assert [(one.name, one.content) for one in made.files] == [("单.pdf", PDF)]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({}, ""),
        ({"Auto_Submitted": "no"}, ""),
        ({"Precedence": "normal"}, ""),
        ({"Auto_Submitted": "auto-replied (vacation)"}, "automatic"),
        ({"Auto_Submitted": "auto-generated"}, "automatic"),
        ({"X_Auto_Response_Suppress": "All"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"subject": "自动回复: 已登记"}, "automatic"),
        ({"subject": "Out of Office: registered"}, "automatic"),
        ({"subject": "回复：自动回复功能打不开"}, ""),
        ({"Precedence": "bulk"}, "list"),
        ({"List_Id": "<news.other.test>"}, "list"),
        ({"Return_Path": "<>"}, "returned"),
        ({"sender": "清零 <QINGLING@port.test>"}, "own"),
    ],
)
def test_what_no_person_wrote_to_us_is_no_report(headers: dict[str, str], why: str) -> None:
    assert got(letter(**headers)).none == why


@pytest.mark.parametrize(
    ("status", "said", "action", "gone"),
    [
        ("5.1.1", "smtp; 550 5.1.1 no such user", "failed", True),
        ("5.2.1", "smtp; 550 disabled", "failed", True),
        ("5.0.0", "smtp; 550 5.1.1 no such user", "failed", True),
        ("5.0.0", "smtp;550 user unknown", "failed", True),
        ("5.0.0", "x-unix; something", "failed", False),
        ("5.2.2", "smtp; 552 full", "failed", False),
        ("5.7.1", "smtp; 550 5.7.1 policy", "failed", False),
        ("4.4.1", "smtp; 421 later", "delayed", False),
        ("5.1.1", "smtp; 550 5.1.1 no such user", "delayed", False),
    ],
)
def test_a_mail_that_came_back_tells_an_address_that_is_gone(
    status: str, said: str, action: str, gone: bool
) -> None:
    made = got(returned("wang@lindong.test", names="abc@port.test", status=status, said=said, action=action))
    assert made.none == "returned"
    assert [(one.mail, one.names) for one in made.returned] == [
        ("wang@lindong.test", ("abc@port.test",))
    ] * gone


def test_files_are_taken_by_the_rules_of_every_form() -> None:
    files = (
        ("../单据.pdf", PDF),
        ("again.pdf", PDF),
        ("木马.exe", b"MZ\x90\x00"),
        ("空.pdf", b""),
        ("大.pdf", PDF + b"x" * 1000),
        ("二.pdf", PDF + b"y" * 900),
        ("三.txt", "说明".encode()),
        ("四.csv", b"a,b"),
    )
    picked = chosen(got(letter(files=files)), SMALL)
    assert [one.name for one in picked.taken] == ["单据.pdf", "二.pdf"]
    left = [("木马.exe", "unknown_file"), ("空.pdf", "empty_file"), ("大.pdf", "large_file")]
    assert [(one["name"], one["why"]) for one in picked.left] == [
        *left,
        ("三.txt", "many_files"),
        ("四.csv", "many_files"),
    ]
    two = chosen(got(letter(files=(("一.pdf", PDF + b"x" * 900), ("二.pdf", PDF + b"y" * 900)))), SMALL)
    assert [one["why"] for one in two.left] == ["large_form"]


def made_report(content: bytes, **moved: float) -> dict[str, object]:
    """The report of a letter that came an hour ago, or was moved in time."""
    one = got(content)
    received = AT - timedelta(**moved) if moved else AT
    return report(one, chosen(one, Allowance()), channel="mail", received=received, now=AT).model_dump()


def test_it_counts_from_when_the_mailbox_received_it() -> None:
    assert made_report(letter(), days=3)["at"] == AT - timedelta(days=3)
    assert made_report(letter(), minutes=-5)["at"] == AT  # never later than now
    assert made_report(letter(), days=20_000)["at"] == AT  # a server whose clock is none


def test_subject_and_words_are_one_text_and_nothing_is_said_twice() -> None:
    assert made_report(letter())["text"] == f"冻柜滞港\n{WORDS}"
    assert made_report(letter("冻柜滞港三天", subject="冻柜滞港"))["text"] == "冻柜滞港三天"
    assert made_report(letter("", subject="冻柜滞港"))["text"] == "冻柜滞港"
    scan = made_report(letter("", subject="", files=(("单.pdf", PDF),)))
    assert scan["text"] == "（正文为空，见附件）"
    assert got(letter("", subject="")).empty


def test_a_long_letter_is_kept_whole_as_a_file() -> None:
    one = got(letter("很长。" * TEXT_LIMIT))
    files = chosen(one, Allowance())
    assert [(file.name, file.kind) for file in files.taken] == [("邮件全文.txt", "txt")]
    assert len(report(one, files, channel="mail", received=AT, now=AT).text) == TEXT_LIMIT


def test_what_names_people_stands_where_it_is_let_go_of() -> None:
    raw = made_report(letter(Reply_To="li@other.test", In_Reply_To="<x@y.test>"))["raw"]
    assert isinstance(raw, dict)
    assert raw["mail"]["headers"]["Reply-To"] == "li@other.test"
    assert "@" not in orjson.dumps({key: value for key, value in raw.items() if key != "mail"}).decode()


@pytest.mark.parametrize(
    ("words", "phone", "code", "enterprise"),
    [
        ("联系电话 13800001111", "13800001111", "", ""),
        ("手机：+86 138-0000-1111，或138 0000 1111", "13800001111", "", ""),
        ("138 0000 1111 或 139 0000 1111", "", "", ""),  # nobody guesses
        ("请打 022-65205566", "022-65205566", "", ""),
        ("(022) 65205566，手机13800001111", "13800001111", "", ""),
        ("提单号 213800001111 和 1380000111122", "", "", ""),
        ("代码91120116MA05XXXX0K", "", "", ""),
        ("信用代码 91350100m000100y43。", "", "91350100M000100Y43", ""),
        ("91350100M000100Y43 91350100M000100Y43", "", "91350100M000100Y43", ""),
        ("公司名称：天津凛冬冻品贸易有限公司\n冻柜滞港", "", "", "天津凛冬冻品贸易有限公司"),
        ("企业：甲公司名\n单位名称：乙公司名", "", "", ""),
        ("Company: Cold Storage Ltd", "", "", "Cold Storage Ltd"),
        ("我公司：冻柜滞港三天，请协调", "", "", ""),
    ],
)
def test_only_what_is_certain_fills_a_field(words: str, phone: str, code: str, enterprise: str) -> None:
    assert (found.phone(words), found.enterprise_code(words), found.enterprise(words)) == (
        phone,
        code,
        enterprise,
    )


def test_the_number_of_an_identity_card_is_no_code_of_an_enterprise() -> None:
    numbers = [f"1201011990010{day:02}12" for day in range(11, 31)]
    sound = [one + check_character(one) for one in numbers if check_character(one).isdigit()]
    assert sound and [found.enterprise_code(one) for one in sound] == [""] * len(sound)


PIECES = st.lists(
    st.sampled_from(
        [
            b"From: a@b.test\r\n", b"Subject: =?gb2312?B?1tA=?=\r\n", b"Subject: \xd6\xd0\r\n", b"Message-ID: <\xff>\r\n",
            b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: text/html; charset=\x00\r\n",
            b"Content-Type: message/rfc822\r\n", b"Content-Type: multipart/report; boundary=b\r\n",
            b"Content-Type: text/plain; charset=unicode_escape; format=flowed\r\n", b"Content-Type: message/delivery-status\r\n",
            b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n", b"Content-Disposition: attachment; filename*=gbk''%D6\r\n",
            b"In-Reply-To: <a@b> <c\r\n", b"\r\n", b"--b\r\n", b"--b--\r\n", b"<![CDATA[<p", b"<!doctype [", b"<![foo bar", b"&#xD800;", b"\\ud800\\x00",
            b"=?utf-7?B?2D0=?=", b"begin 644 x\r\n!", b">", b"\x00", b"\xed\xa0\x80",
        ]
    )
    | st.binary(max_size=30),
    max_size=25,
)  # fmt: skip


@given(PIECES)
def test_whatever_arrives_is_read_and_can_be_stored(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    one = got(content)
    assert one == got(content)
    if one.none or one.empty:
        return
    made = report(one, chosen(one, SMALL), channel="mail", received=AT, now=AT)
    kept = orjson.dumps(made.model_dump(mode="json")).decode()  # refuses half characters
    assert "\\u0000" not in kept and made.text


def test_what_the_parser_takes_for_no_page_leaves_its_words() -> None:
    assert "冻柜 & 滞港" in lines_of("<p>冻柜 &amp; 滞港</p><![unheard of")
    assert "冻柜" in lines_of("<head><title>x<body>冻柜</body>")  # what was left open hides nothing


@pytest.mark.parametrize(
    "rubbish", ["<!--", "<a ", "<style>", "<![CDATA[", "&#", '<a b="', "\n-\n", "=?utf-8?B?", "138", "On x\n"]
)
def test_rubbish_of_any_length_is_read_in_one_pass(rubbish: str) -> None:
    long = rubbish * 50_000  # minutes, for whoever begins anew at each piece
    assert "冻柜" in lines_of(f"{long}<p>冻柜</p>") and "冻柜" in header(f"{long} 冻柜")
    assert parted(long)[0] and found.enterprise(long) == found.phone(long) == ""


TAGS = ("p", "b", "div", "td", "blockquote", "br", "font", "o:p")
BITS = st.tuples(st.sampled_from(TAGS), st.sampled_from(("冻柜", "滞港", "a &amp; b")), st.booleans())


@given(st.lists(BITS, max_size=8), st.text(alphabet="<>!-[]/ap=\"' &;#x\n", max_size=30))
def test_every_word_of_a_page_is_read_in_its_order(bits: list[tuple[str, str, bool]], rubbish: str) -> None:
    page = "".join(f"<{tag}>{said}" + f"</{tag}>" * closed for tag, said, closed in bits)
    words = "".join("a & b" if said.startswith("a") else said for _, said, _ in bits)
    assert "".join(lines_of(page).replace(">", "").split()) == "".join(words.split())
    assert isinstance(lines_of(page + rubbish), str)


@given(
    st.lists(
        st.sampled_from(["> a", "b", "", "On x wrote:", "在 2026 写道：", "发件人: x", "主题: y", "日期: z"]),
        max_size=12,
    )
)
def test_no_line_is_lost_when_history_is_cut_off(lines: list[str]) -> None:
    words = "\n".join(lines)
    new, history = parted(words)
    assert sorted(filter(None, f"{new}\n{history}".split("\n"))) == sorted(filter(None, words.split("\n")))
