"""Words that sound alike are one to routing: accents and speech recognition do not change who is responsible."""

import pytest

from engine.routing.phonetics import Phonetics, fuzzy
from engine.routing.reading import Reader
from engine.routing.router import Router


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zhong", "zong"),
        ("chang", "can"),
        ("shui", "sui"),
        ("nan", "lan"),
        ("fei", "hei"),
        ("ren", "len"),
        ("ban", "bang"),
        ("chen", "cheng"),
        ("jin", "jing"),
        ("xian", "xiang"),
    ],
)
def test_blurred_initials_and_finals_are_one(one: str, other: str) -> None:
    assert fuzzy(one) == fuzzy(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bao", "pao"), ("guan", "gan"), ("tui", "dui"), ("ang", "eng"), ("er", "e")]
)
def test_what_nobody_confuses_stays_apart(one: str, other: str) -> None:
    assert fuzzy(one) != fuzzy(other)


def test_a_character_without_sound_stays_itself() -> None:
    assert Phonetics("船", [7]).sounds("船x。") == "\ue007x。"


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("传边直提", "船边直提"),
        ("中欧搬列", "中欧班列"),
        ("急港预约", "集港预约"),
        ("会总征税", "汇总征税"),
        ("设备交接担", "设备交接单"),
        ("启运缸退税", "启运港退税"),
        ("亮步申报", "两步申报"),
    ],
)
def test_a_term_is_found_by_its_sound(reader: Reader, heard: str, term: str) -> None:
    found = {hit.entry.term: hit.heard for hit in reader.read(f"那个{heard}怎么办").hits}
    assert found.get(term) is True


def test_what_is_written_right_is_not_reported_as_heard(reader: Reader) -> None:
    found = [hit for hit in reader.read("船边直提").hits if hit.entry.term == "船边直提"]
    assert [hit.heard for hit in found] == [False]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("传代把仓单的毛重报错了还关不给放", "船代把舱单的毛重报错了海关不给放"),
        ("编检不给办登轮正", "边检不给办登轮证"),
        ("出口退睡半年了还没到", "出口退税半年了还没到"),
        ("对场乱收洗厢费", "堆场乱收洗箱费"),
    ],
)
def test_the_lead_is_the_same_however_it_was_heard(router: Router, said: str, meant: str) -> None:
    heard, written = router.route(said), router.route(meant)
    assert heard.lead == written.lead
    assert heard.measures[0].document == written.measures[0].document
    assert heard.measures[0].number == written.measures[0].number
