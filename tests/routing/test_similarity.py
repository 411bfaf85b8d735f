"""Repeats are found by their signature and ranked by what they share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.routing.similarity import BANDS, jaccard, signature

STORY = "上周三在堆场还箱，对方收了一百二十元洗箱费，没有票据，也不在公布的收费目录里，要求退还"


def test_a_signature_is_the_same_in_every_process() -> None:
    assert signature(STORY)[:3] == [315545591, -274795979, 1836956866]


def test_a_signature_fits_a_column_of_integers() -> None:
    found = signature(STORY)
    assert len(found) == BANDS
    assert all(-(2**31) <= one < 2**31 for one in found)


def test_nearly_every_retyped_report_is_found_again(folder_texts: set[str]) -> None:
    long = sorted(text for text in folder_texts if len(text) > 40)
    pairs = [(text, text[:20] + "那" + text[21:]) for text in long]
    near = [(one, other) for one, other in pairs if jaccard(one, other) > 0.9]
    found = [bool(set(signature(one)) & set(signature(other))) for one, other in near]
    assert len(near) > 100
    assert sum(found) / len(found) > 0.99


def test_punctuation_width_and_script_make_no_difference() -> None:
    assert signature("報關單，ＡＥＯ。") == signature("报关单 aeo")
    assert jaccard("報關單，ＡＥＯ。", "报关单 aeo") == 1.0


def test_another_topic_shares_nothing() -> None:
    other = "出口退税半年没有到账，专管员说在等外地回函"
    assert not set(signature(STORY)) & set(signature(other))
    assert jaccard(STORY, other) < 0.1


@pytest.mark.parametrize("text", ["", "，", "货"])
def test_too_little_to_compare(text: str) -> None:
    assert signature(text) == []
    assert jaccard(text, text) == 0.0


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_symmetric_and_between_none_and_all(one: str, other: str) -> None:
    assert jaccard(one, other) == jaccard(other, one)
    assert 0.0 <= jaccard(one, other) <= 1.0
