"""Several problems in one report are told apart where the writer tells them apart, and only there."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.routing.router import Router
from engine.routing.splitting import MOST, split
from engine.routing.terms import Parts, Terms


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("一、班列订不上舱位怎么办；二、提单换单能不能网上办；三、堆场多收了费用。", 3),
        ("1.核定征收在哪里办；2.平台回款怎么结汇", 2),
        ("①电子锁能不能用？②启运港退税在哪里备案？", 2),
        ("第一，查验等了三天没人管；第二，查完还收了吊柜的钱", 2),
        ("有三件事：舱单改不了要误船；退税到现在没到账；堆场乱收费没人管", 3),
        ("舱单报错改不了，船今晚就要走了请协调一下。另外，堆场还多收了我们八十块没有票。", 2),
        ("我们只想问问两步申报的完整申报要在几天之内做完", 1),
        ("这家码头只能用其一家拖轮，第二天才给靠泊，一点道理都不讲", 1),
        ("一是不是说错了，二手车出口要什么资质", 1),
        ("", 1),
    ],
)
def test_parts_are_those_the_writer_marks(terms: Terms, text: str, count: int) -> None:
    assert len(split(text, terms.parts)) == count


@given(st.text(alphabet="一二三、。；：1.2第另外，问题件两货税\n", max_size=120))
def test_parts_are_in_order_and_do_not_overlap(text: str) -> None:
    words = Parts(ordinals=("第一", "第二", "一是", "二是"), joiners=("另外",))
    spans = split(text, words)
    assert 1 <= len(spans) <= MOST
    assert all(start <= end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_each_part_has_its_own_measures_and_lead(router: Router) -> None:
    text = "两件事：一、出口退税半年没有到账；二、边检说船员名单格式不对，登轮证办不下来。"
    proposal = router.route(text)
    assert [router.named(part.lead) for part in proposal.parts] == ["市税务局", "天津边检总站"]
    assert [text[part.start : part.end] for part in proposal.parts] == [part.text for part in proposal.parts]
    documents = [(part.measures[0].document, part.measures[0].number) for part in proposal.parts]
    assert [(one.document, one.number) for one in proposal.measures[:2]] == documents


def test_one_problem_told_at_length_stays_one(router: Router) -> None:
    text = "第一次换单让带正本，第二次换单让带保函，第三次又说公章不清楚，换个提货单跑了三趟。"
    assert router.route(text).parts == ()
