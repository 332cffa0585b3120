"""Cohen's kappa and its interval, against published examples and scikit-learn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from core.quality.agreement import agreement


def test_the_textbooks_hundred_diagnoses() -> None:
    """Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, chapter 18: 0.68, standard error 0.088."""
    found = agreement([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert found is not None and (found.n, found.share) == (100, pytest.approx(0.89))
    assert (found.kappa, found.low, found.high) == pytest.approx((0.676, 0.504, 0.848), abs=1e-3)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_it_is_scikit_learns_kappa_within_its_interval(counts: list[int]) -> None:
    pairs = [pair for pair, n in zip(((0, 0), (0, 1), (1, 0), (1, 1)), counts, strict=True) for _ in range(n)]
    found = agreement([counts[:2], counts[2:]])
    if found is None:
        assert len(set(pairs)) <= 1
        return
    assert found.kappa == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True), labels=[0, 1]))
    assert -1 <= found.low <= found.kappa <= found.high + 1e-12 and found.high <= 1


def test_nothing_and_always_the_same_one_thing_tell_nothing() -> None:
    assert agreement([[0, 0], [0, 0]]) is None
    assert agreement([[30, 0], [0, 0]]) is None


def test_thirty_cans_without_a_difference_do_not_prove_that_there_never_is_one() -> None:
    found = agreement([[15, 0], [0, 15]])
    assert found is not None and found.kappa == 1 and 0.7 < found.low < 0.8
