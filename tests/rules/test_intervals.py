"""Intervals and middles, against published values and their laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.intervals import median, p90, wilson


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_published_values(numerator, denominator, low, high):
    assert wilson(numerator, denominator) == pytest.approx((low, high), abs=5e-5)


def test_nothing_sampled_is_nothing_known():
    assert wilson(0, 0) is None
    assert median([]) is None
    assert p90([]) is None


@given(st.integers(1, 10_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_share_lies_in_its_interval_and_more_samples_narrow_it(pair):
    numerator, denominator = pair
    found = wilson(numerator, denominator)
    assert found is not None
    low, high = found
    assert 0 <= low <= numerator / denominator + 1e-12
    assert numerator / denominator - 1e-12 <= high <= 1
    wide = wilson(4 * numerator, 4 * denominator)
    assert wide is not None
    assert wide[1] - wide[0] <= high - low


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_nine_in_ten_do_not_exceed_the_ninetieth(values):
    limit = p90(values)
    assert limit in values
    assert sum(value <= limit for value in values) >= 0.9 * len(values)
    assert sum(value < limit for value in values) < 0.9 * len(values)
