"""Our figures are scikit-learn's."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from core.vision import metrics

cases = st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.500001, 0.9, 1.0])), min_size=2)


@given(cases)
def test_figures_agree_with_scikit_learn(rows: list[tuple[bool, float]]) -> None:
    truth, score = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    called = score >= 0.5
    assert metrics.accuracy(truth, called) == pytest.approx(oracle.accuracy_score(truth, called), abs=1e-9)
    if truth.any() and not truth.all():
        assert metrics.auroc(truth, score) == pytest.approx(oracle.roc_auc_score(truth, score), abs=1e-9)
        expected = oracle.balanced_accuracy_score(truth, called)
        assert metrics.balanced_accuracy(truth, called) == pytest.approx(expected, abs=1e-9)
    else:
        assert math.isnan(metrics.auroc(truth, score))


def test_the_pointing_game_looks_at_the_hottest_pixel() -> None:
    mask = np.zeros((4, 4), bool)
    mask[1, 2] = True
    assert metrics.points_inside(np.where(mask, 0.9, 0.1), mask)
    assert not metrics.points_inside(np.where(mask, 0.1, 0.2), mask)


def test_boxes_of_a_mask_are_those_of_its_regions() -> None:
    mask = np.zeros((10, 10), bool)
    mask[1:3, 2:6], mask[7:9, 7:10] = True, True
    assert sorted(metrics.mask_boxes(mask)) == [(2, 1, 6, 3), (7, 7, 10, 9)]


def test_overlap_of_boxes() -> None:
    assert metrics.intersection_over_union((0, 0, 4, 4), (2, 0, 6, 4)) == pytest.approx(8 / 24)
    assert metrics.intersection_over_union((0, 0, 4, 4), (4, 4, 6, 6)) == 0
    assert metrics.intersection_over_union((0, 0, 4, 4), (0, 0, 4, 4)) == 1
