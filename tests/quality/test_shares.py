"""Intervals are those of the literature, and nothing is told that the numbers cannot bear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.shares import Told, difference, three_in, told_from, wilson

counted = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("successes", "n", "low", "high"), [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
])
def test_wilsons_interval_is_the_one_of_newcombes_comparison(successes: int, n: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3."""
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0) and three_in(0) == 1.0


@given(counted)
def test_an_interval_holds_its_share_and_is_the_mirror_of_the_others(case: tuple[int, int]) -> None:
    successes, n = case
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    assert wilson(n - successes, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(counted)
def test_ten_times_the_cans_make_the_interval_narrower(case: tuple[int, int]) -> None:
    successes, n = case
    assert wilson(10 * successes, 10 * n)[1] - wilson(10 * successes, 10 * n)[0] < \
        wilson(successes, n)[1] - wilson(successes, n)[0]


@pytest.mark.parametrize("impossible", [(3, 2), (-1, 5), (1, 0)])
def test_more_than_were_counted_is_no_share(impossible: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(*impossible)


def test_none_in_two_hundred_rules_out_more_than_three_in_two_hundred() -> None:
    """Hanley and Lippman-Hand, JAMA 249 (1983) 1743; the exact bound is 1 - 0.05 ** (1 / n)."""
    assert three_in(200) == 0.015 and three_in(2) == 1.0
    assert all(0 <= three_in(n) - (1 - 0.05 ** (1 / n)) < 0.011 for n in range(30, 2000))


def test_a_group_is_told_from_the_whole_only_when_its_interval_lies_beside_it() -> None:
    assert told_from(20, 100, 0.05) is Told.HIGHER
    assert told_from(0, 300, 0.05) is Told.LOWER
    assert told_from(1, 10, 0.05) is Told.NOT_ENOUGH


@pytest.mark.parametrize(("now", "before", "low", "high"), [
    ((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((5, 56), (0, 29), -0.0381, 0.1926),
])
def test_the_interval_of_a_difference_is_that_of_newcombe(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 873, table II, method 10."""
    assert difference(*now, *before) == pytest.approx((low, high), abs=5e-5)


@given(counted, counted)
def test_a_difference_lies_in_its_interval_and_turns_its_sign_with_the_order(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = difference(*one, *other)
    assert low - 1e-9 <= one[0] / one[1] - other[0] / other[1] <= high + 1e-9
    assert difference(*other, *one) == pytest.approx((-high, -low))
    assert difference(*one, 0, 0) == (-1.0, 1.0)
