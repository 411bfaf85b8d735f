"""统一社会信用代码: the check character of GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.enterprise_code import ALPHABET, WEIGHTS, check_character, fault

FIRST = st.text(ALPHABET, min_size=17, max_size=17)


def test_the_weights_are_the_standard_s() -> None:
    assert WEIGHTS == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def test_the_alphabet_has_no_letter_that_is_confused() -> None:
    assert len(ALPHABET) == 31 and not set("IOSVZ") & set(ALPHABET)


def test_the_standard_s_example_is_sound() -> None:
    assert fault("91350100M000100Y43") is None


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("", "length"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100Y433", "length"),
        ("91350100M000100Y44", "check"),
        ("9135010OM000100Y43", "characters"),
        ("91350100m000100y43", "characters"),
    ],
)
def test_what_is_wrong_is_told_apart(code: str, wrong: str) -> None:
    assert fault(code) == wrong


@given(FIRST, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(first: str, place: int, other: str) -> None:
    code = first + check_character(first)
    altered = code[:place] + other + code[place + 1 :]
    assert (fault(altered) is None) == (altered == code)


@given(FIRST, st.integers(0, 15))
def test_two_neighbours_swapped_are_always_found(first: str, place: int) -> None:
    code = first + check_character(first)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (fault(swapped) is None) == (swapped == code)
