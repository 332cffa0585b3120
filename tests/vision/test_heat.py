"""Heatmaps and boxes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vision.heat import DECIDES, HeatScale, find_boxes, join, to_heat

SCALE = HeatScale(level=2.0, spread=3.0)
evidence = st.floats(-1000, 1000, allow_nan=False, width=32)


@given(evidence, evidence)
def test_more_evidence_is_more_heat(one: float, other: float) -> None:
    heat = to_heat(np.array([[one, other]], np.float32), SCALE)[0]
    if abs(one - other) > 1e-2 * (1 + abs(one)):
        assert (heat[0] < heat[1]) == (one < other)
    assert ((heat > 0) & (heat < 1)).all()


def test_joining_doubles_the_resolution_and_adds_the_weighted_attribution() -> None:
    evidence, attribution = np.array([[0, 4]], np.float32), np.zeros((2, 4), np.float32)
    plain = join(evidence, attribution, 3.0)
    assert np.allclose(plain, [[0, 1, 3, 4]] * 2)
    assert np.allclose(join(evidence, attribution + 2, 3.0), plain + 6, atol=1e-5)


def test_heat_is_a_half_at_the_level_and_three_quarters_one_spread_on() -> None:
    assert np.allclose(to_heat(np.array([[2.0, 5.0, -1.0]]), SCALE), [[0.5, 0.75, 0.25]])


def test_a_box_lies_where_the_heat_is_in_the_photographs_own_pixels() -> None:
    heat = np.full((10, 20), 0.1, np.float32)
    heat[6:8, 15:17] = 0.9
    (box,) = find_boxes(heat, 1000, 2000, at_least_one=False)
    assert (box.x0, box.x1) == pytest.approx((1500, 1700), abs=5)
    assert (box.y0, box.y1) == pytest.approx((600, 800), abs=5)
    assert box.score > 0.8


@given(st.integers(64, 900), st.integers(64, 900), st.integers(0, 2**31))
def test_boxes_stay_inside_the_photograph_hottest_first_and_few(height: int, width: int, seed: int) -> None:
    heat = np.random.default_rng(seed).random((6, 7)).astype(np.float32)
    boxes = find_boxes(heat, height, width, at_least_one=True)
    assert 1 <= len(boxes) <= 8
    assert [b.score for b in boxes] == sorted((b.score for b in boxes), reverse=True)
    for box in boxes:
        assert 0 <= box.x0 < box.x1 <= width
        assert 0 <= box.y0 < box.y1 <= height


def test_a_cold_photograph_has_a_box_only_when_it_must() -> None:
    heat = np.full((5, 5), 0.1, np.float32)
    heat[2, 2] = DECIDES - 0.1
    assert find_boxes(heat, 100, 100, at_least_one=False) == ()
    assert len(find_boxes(heat, 100, 100, at_least_one=True)) == 1
