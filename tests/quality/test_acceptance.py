"""The chance that a plan accepts a lot, against published tables, exact fractions and what has to hold for all."""

from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.acceptance import (
    binomial_accepts,
    hypergeometric_accepts,
    operating_curve,
    rate_accepted,
    ruled_out,
)

NIST_52_3 = {0.01: 0.998, 0.02: 0.980, 0.03: 0.930, 0.04: 0.845, 0.05: 0.739, 0.06: 0.620, 0.07: 0.502, 0.08: 0.394,
             0.09: 0.300, 0.10: 0.223, 0.11: 0.162, 0.12: 0.115}
"""NIST/SEMATECH e-Handbook of Statistical Methods, 6.2.3.2: the plan of 52 items that accepts 3."""
MONTGOMERY_89_2 = {0.005: 0.9897, 0.010: 0.9397, 0.020: 0.7366, 0.030: 0.4985, 0.040: 0.3042, 0.050: 0.1721,
                   0.060: 0.0919, 0.070: 0.0468, 0.080: 0.0230, 0.090: 0.0109}
"""D. C. Montgomery, Introduction to Statistical Quality Control, 6th edition, table 15.2: n = 89, c = 2."""


@pytest.mark.parametrize(("accept", "n", "published", "digits"),
                         [(3, 52, NIST_52_3, 3), (2, 89, MONTGOMERY_89_2, 4)])
def test_the_published_operating_characteristics_are_met(accept, n, published, digits):
    found = {rate: binomial_accepts(accept, n, rate) for rate in published}
    assert found == pytest.approx(published, abs=1.5 * 10.0**-digits)  # their last digit is off by one here and there


def test_montgomerys_lot_of_a_hundred_with_five_bad_ones_is_met():
    # Introduction to Statistical Quality Control, 3.2.1: one or none in ten, drawn without return.
    assert round(hypergeometric_accepts(1, 10, 100, 5), 3) == 0.923


def test_none_of_two_hundred_rules_out_more_than_one_and_a_half_percent_and_59_of_one_kind_five():
    assert round(100 * ruled_out(0, 200), 1) == 1.5
    assert round(100 * ruled_out(0, 1250), 2) == 0.24
    assert ruled_out(0, 59) < 0.05 < ruled_out(0, 58)  # the 95/95 rule of reliability demonstration
    assert ruled_out(0, 0) == ruled_out(3, 3) == 1.0


def test_the_rate_at_which_half_of_all_lots_are_accepted_lies_on_the_curve():
    assert binomial_accepts(2, 89, rate_accepted(2, 89, 0.5)) == pytest.approx(0.5)


@given(st.integers(1, 40), st.data())
def test_drawing_without_return_is_exact(lot, data):
    bad, n = data.draw(st.integers(0, lot)), data.draw(st.integers(0, lot))
    accept = data.draw(st.integers(0, lot))
    exact = sum(Fraction(comb(bad, k) * comb(lot - bad, n - k), comb(lot, n)) for k in range(min(accept, n) + 1))
    assert hypergeometric_accepts(accept, n, lot, bad) == pytest.approx(float(exact), abs=1e-9)


@given(st.integers(0, 60), st.data())
def test_drawing_from_a_line_is_exact(n, data):
    accept, rate = data.draw(st.integers(0, 60)), data.draw(st.fractions(0, 1, max_denominator=50))
    exact = sum(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(min(accept, n) + 1))
    assert binomial_accepts(accept, n, float(rate)) == pytest.approx(float(exact), abs=1e-9)


@given(st.integers(0, 5), st.integers(1, 300), st.integers(1, 1_000_000))
def test_a_worse_lot_is_never_accepted_more_easily_and_a_perfect_one_always(accept, n, lot):
    curve = operating_curve(accept, n, lot, [step / 50 for step in range(51)])
    assert curve[0] == pytest.approx(1, abs=1e-6)
    assert all(later <= earlier + 1e-6 for earlier, later in pairwise(curve))
    assert all(0 <= chance <= 1 for chance in curve)


@given(st.integers(0, 20), st.integers(1, 400))
def test_what_is_ruled_out_is_above_what_was_seen_and_would_have_shown_more(found, n):
    if found > n:
        return
    limit = ruled_out(found, n)
    assert limit >= found / n
    if found < n:
        assert binomial_accepts(found, n, limit) == pytest.approx(0.05, abs=1e-6)


def test_a_large_lot_is_as_a_line():
    drawn = hypergeometric_accepts(0, 200, 10_000_000, 100_000)
    assert drawn == pytest.approx(binomial_accepts(0, 200, 0.01), abs=1e-4)


@pytest.mark.parametrize("nonsense", [
    lambda: binomial_accepts(-1, 5, 0.1), lambda: binomial_accepts(0, 5, 1.1),
    lambda: binomial_accepts(0, 5, float("nan")),
    lambda: hypergeometric_accepts(0, 11, 10, 1), lambda: hypergeometric_accepts(0, 1, 10, 11), lambda: ruled_out(3, 2),
])
def test_what_means_nothing_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"\d"):
        nonsense()
