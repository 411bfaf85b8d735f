"""Any text has a normal form, and every character of it a place in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.routing.text import LIMIT, normalise


@pytest.mark.parametrize(
    ("raw", "norm"),
    [
        ("ＴＨＣ　收費", "thc 收费"),
        ("報關單、艙單、櫃子", "报关单、舱单、柜子"),
        ("船边\u200b直提\ufeff", "船边直提"),
        ("  两   份\t单证 ", "两 份 单证 "),
        ("①退税②查验", "1退税2查验"),
        ("第一行\r\n第二行", "第一行\n\n第二行"),
        ("\x00\x1b[31m红", "[31m红"),
        ("", ""),
    ],
)
def test_width_case_and_script_are_folded(raw: str, norm: str) -> None:
    assert normalise(raw).norm == norm


@given(st.text(max_size=300))
def test_every_character_has_its_place(raw: str) -> None:
    text = normalise(raw)
    assert len(text.places) == len(text.norm)
    assert list(text.places) == sorted(text.places)
    assert all(0 <= place < len(raw) for place in text.places)


@given(st.text(max_size=200))
def test_the_normal_form_is_its_own_normal_form(raw: str) -> None:
    once = normalise(raw).norm
    assert normalise(once).norm == once


def test_a_span_leads_back_to_the_words_as_written() -> None:
    raw = "我的　Ｄ／Ｏ  還沒放"
    text = normalise(raw)
    at = text.norm.index("d/o")
    start, end = text.span(at, at + 3)
    assert raw[start:end] == "Ｄ／Ｏ"
    assert text.span(3, 3) == (0, 0)


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    assert len(normalise("货" * (LIMIT * 3)).norm) == LIMIT
