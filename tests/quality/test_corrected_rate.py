"""The corrected rate is Rogan and Gladen's, its interval holds what is true, and too few known cans correct nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.corrected_rate import LEAST_CHECKED, Checked, corrected_rate
from core.quality.shares import wilson


def test_the_rate_of_the_textbooks_herd() -> None:
    """23 of 150 positive, 96 % and 89 %: 5.1 in 100, the example of epiR's epi.prev."""
    found = corrected_rate(23, 150, Checked(960, 1000, 890, 1000))
    assert found is not None and found.rate == pytest.approx(0.051, abs=5e-4)


def test_with_perfect_known_cans_the_interval_is_nearly_that_of_the_rate_itself() -> None:
    found = corrected_rate(30, 400, Checked(10**7, 10**7, 10**7, 10**7))
    assert found is not None and (found.low, found.high) == pytest.approx(wilson(30, 400), abs=0.003)


@pytest.mark.parametrize("checked", [Checked(29, 29, 40, 40), Checked(40, 40, 29, 29), Checked()])
def test_fewer_than_thirty_known_cans_of_either_kind_correct_nothing(checked: Checked) -> None:
    assert corrected_rate(5, 100, checked) is None and not checked.enough
    assert corrected_rate(5, 100, Checked(30, 30, 30, 30)) is not None


def test_known_cans_told_apart_by_chance_correct_nothing() -> None:
    assert corrected_rate(5, 100, Checked(20, 40, 20, 40)) is None
    assert corrected_rate(0, 0, Checked(40, 40, 40, 40)) is None


def test_nineteen_of_twenty_intervals_hold_the_true_rate() -> None:
    chance, inside = random.Random(1), 0
    for _ in range(400):
        bad = sum(chance.random() < 0.1 * 0.9 + 0.9 * 0.05 for _ in range(500))
        found = sum(chance.random() < 0.9 for _ in range(60))
        passed = sum(chance.random() < 0.95 for _ in range(60))
        interval = corrected_rate(bad, 500, Checked(found, 60, passed, 60))
        inside += interval is not None and interval.low <= 0.1 <= interval.high
    assert inside >= 370


known = st.integers(LEAST_CHECKED, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), known, known)
def test_every_correction_is_a_rate_within_its_interval_of_rates(
    counted: tuple[int, int], bad: tuple[int, int], good: tuple[int, int]
) -> None:
    found = corrected_rate(*counted, Checked(*bad, *good))
    assert found is None or (0 <= found.low <= found.high <= 1 and 0 <= found.rate <= 1)
