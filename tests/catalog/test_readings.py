"""Small readings of an import, as tables: who is responsible, by when, and what is counted."""

from datetime import date

import pytest

from engine.catalog.importing.deadlines import deadline
from engine.catalog.importing.found import Why
from engine.catalog.importing.numerals import chapter, chinese, item, ordinal
from engine.catalog.importing.pages import Line, clean, joined
from engine.catalog.importing.responsibility import Reader
from engine.model.directory import Directory
from engine.model.words import DeadlineKind


@pytest.mark.parametrize(
    ("text", "lead", "support", "by_duty"),
    [
        ("市商务局", "市商务局", "", False),
        ("市商务局、天津海关", "市商务局", "天津海关", False),
        ("市商务局，天津海关；市财政局。", "市商务局", "天津海关 市财政局", False),
        ("市商务局、天津海关按照职责分工负责", "市商务局 天津海关", "", True),
        ("市商务局、天津海关等按职责分工负责", "市商务局 天津海关", "", True),
        ("市商务局、天津海关等有关单位依据各自职责分工负责落实", "市商务局 天津海关", "", True),
        ("市人民政府对外贸易办公室成员单位、各区人民政府按职责分工负责", "市人民政府对外贸易办公室成员单位 各区人民政府", "", True),
        ("市商务局牵头", "市商务局", "", False),
        ("由市商务局牵头，天津海关、市财政局等配合", "市商务局", "天津海关 市财政局", False),
        ("牵头单位：市商务局、天津海关；配合单位：市财政局", "市商务局 天津海关", "市财政局", False),
        ("责任单位：市商务局、天津海关按职责分工负责", "市商务局 天津海关", "", True),
        ("市财政局、市商务局（牵头）、天津海关", "市商务局", "市财政局 天津海关", False),
        ("责任部门：市商务局；参与单位：天津海关", "市商务局", "天津海关", False),
        ("人民银行天\n津分行、国家外汇管理局天津市分局", "人民银行天津分行", "国家外汇管理局天津市分局", False),
        ("", "", "", False),
    ],
)  # fmt: skip
def test_who_is_responsible(directory: Directory, text: str, lead: str, support: str, by_duty: bool) -> None:
    written, doubts = Reader(directory).responsible(text)
    assert (" ".join(written.lead), " ".join(written.support), written.by_duty) == (lead, support, by_duty)
    assert all(why == Why.BY_DUTY for why, _ in doubts)


@pytest.mark.parametrize(
    ("words", "kind", "on", "sure"),
    [
        ("5月底前", DeadlineKind.DATE, date(2022, 5, 31), True),
        ("5 月 底 前", DeadlineKind.DATE, date(2022, 5, 31), True),
        ("2023年2月底前", DeadlineKind.DATE, date(2023, 2, 28), True),
        ("6月15日前", DeadlineKind.DATE, date(2022, 6, 15), True),
        ("二季度", DeadlineKind.DATE, date(2022, 6, 30), True),
        ("年底前", DeadlineKind.DATE, date(2022, 12, 31), True),
        ("5月底前取得阶段性进展，持续推动", DeadlineKind.STAGE_THEN_ONGOING, date(2022, 5, 31), True),
        ("长期坚持", DeadlineKind.STAGE_THEN_ONGOING, None, True),
        ("按照海关总署统一部署推动实施", DeadlineKind.PER_MINISTRY, None, True),
        ("", DeadlineKind.NONE, None, True),
        ("—", DeadlineKind.NONE, None, True),
        ("2月30日前", DeadlineKind.DATE, None, False),
        ("13月底前", DeadlineKind.DATE, None, False),
        ("尽快", DeadlineKind.NONE, None, False),
    ],
)
def test_by_when(words: str, kind: DeadlineKind, on: date | None, sure: bool) -> None:
    found = deadline(words, 2022)
    assert (found.kind, found.on, found.sure) == (kind, on, sure)


def test_without_a_year_a_month_is_no_date() -> None:
    assert deadline("5月底前", None)[1:] == (DeadlineKind.DATE, None, False)


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("三十五", 35), ("一百", 100), ("一百零五", 105)],
)
def test_chinese_numerals(text: str, number: int) -> None:
    assert chinese(text) == number


def test_marks_of_chapters_and_items() -> None:
    assert chapter("十一、建立机制") == 11 and chapter("第三章 保障") == 3 and chapter("一个窗口") is None
    numbers = [item(text) for text in ("1.甲", "12．乙", " 3、丙", "（十四）丁", "第五条 戊")]
    assert [one.number for one in numbers if one] == [1, 12, 3, 14, 5]
    assert item("3.0版") is None and item("（含过境）") is None and item("2023年") is None
    assert (ordinal("七"), ordinal("12"), ordinal("七号")) == (7, 12, None)


def test_joining_keeps_spaces_between_latin_words_alone() -> None:
    assert (
        joined(["建立 AEO", "高级认证 2023", "年", "single", "window"])
        == "建立AEO高级认证2023年single window"
    )


def test_an_address_within_a_sentence_belongs_to_it() -> None:
    text = [
        "1.网上办理。企业登录",
        "服务平台 www.example.invalid 办理。（市商务局）",
        "2.登录 https://example.invalid/a 查询。",
    ]
    assert [one.text for one in clean(Line(one, "x") for one in text).lines] == text
    assert clean([Line("提交完整文档内容", "x")]).complete


def test_words_of_the_text_are_no_advertising() -> None:
    kept = ["线上扫码引流”零售等业务", "天津港微信公众号（TJGZHXG）", "提供 5G 服务", "2025"]
    found = clean(Line(text, "x") for text in kept)
    assert [one.text for one in found.lines] == kept[:3] and found.complete  # the last is a page number
