"""Thresholds with a price."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.quality.thresholds import MINIMUM_BAND, Thresholds
from core.vision.pricing import Prices, priced_thresholds, threshold_curve

RANDOM = np.random.default_rng(4)
TRUTH = np.arange(400) % 2 == 1
PROBABILITY = 1 / (1 + np.exp(-RANDOM.normal(np.where(TRUTH, 2.0, -2.0), 1.3)))


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2).filter(lambda r: len({t for t, _ in r}) == 2),
       st.integers(1, 60), st.floats(0.01, 1000))
def test_whatever_the_prices_the_pair_is_a_valid_one(
    cases: list[tuple[bool, float]], sides: int, escape: float
) -> None:
    limits = priced_thresholds(np.array([c[0] for c in cases]), np.array([c[1] for c in cases]),
                               Prices(escape, 1.0, 0.3, sides))
    assert limits.bad_from - limits.good_below >= MINIMUM_BAND - 1e-9


def test_the_dearer_an_escape_the_less_is_called_good() -> None:
    lower = [priced_thresholds(TRUTH, PROBABILITY, Prices(escape)).good_below for escape in (1.0, 5.0, 50.0)]
    assert lower == sorted(lower, reverse=True)
    assert lower[0] > lower[-1]


def test_the_dearer_a_reject_the_less_is_called_bad() -> None:
    upper = [priced_thresholds(TRUTH, PROBABILITY, Prices(5.0, reject)).bad_from for reject in (0.5, 2.0, 20.0)]
    assert upper == sorted(upper)
    assert upper[0] < upper[-1]


def test_cheaper_reviews_widen_the_band_between_the_thresholds() -> None:
    bands = []
    for review in (0.8, 0.3, 0.05):
        limits = priced_thresholds(TRUTH, PROBABILITY, Prices(1.0, 1.0, review))
        bands.append(limits.bad_from - limits.good_below)
    assert bands == sorted(bands)
    assert bands[0] < bands[-1]


def test_a_can_of_more_sides_needs_more_of_a_sign_before_it_is_stopped() -> None:
    one, seven = (priced_thresholds(TRUTH, PROBABILITY, Prices(sides=sides)) for sides in (1, 7))
    assert seven.good_below > one.good_below
    assert seven.bad_from > one.bad_from


def test_classes_that_are_apart_are_parted_between_them() -> None:
    limits = priced_thresholds(TRUTH, np.where(TRUTH, 0.97, 0.03), Prices(sides=7))
    assert 0.03 < limits.good_below < limits.bad_from < 0.97


@pytest.mark.parametrize("wrong", [{"escape": 0}, {"reject": -1}, {"review": float("nan")}, {"review": 9},
                                   {"sides": 0}, {"escape": float("inf")}])
def test_prices_that_mean_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        dataclasses.replace(Prices(), **wrong)


def test_the_curve_counts_what_every_threshold_lets_escape_rejects_and_leaves_to_a_person() -> None:
    limits = Thresholds(0.3, 0.7)
    curve = threshold_curve(TRUTH, PROBABILITY, limits)
    for point in curve:
        called = point["threshold"] <= PROBABILITY
        assert point["escapes"]["count"] == (TRUTH & ~called).sum()
        assert point["false_rejects"]["count"] == (~TRUTH & called).sum()
        assert point["escapes"]["of"] == point["false_rejects"]["of"] == 200
        low, high = sorted((point["threshold"], 0.7 if point["threshold"] < 0.7 else 0.3))
        assert point["reviews"]["count"] == ((low <= PROBABILITY) & (high > PROBABILITY)).sum()
        assert point["reviews"]["of"] == 400
    assert curve[0]["escapes"]["count"] == 0
    assert [p["threshold"] for p in curve] == sorted({p["threshold"] for p in curve})
