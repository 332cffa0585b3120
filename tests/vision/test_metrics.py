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
        precision, recall, thresholds = oracle.precision_recall_curve(truth, score)
        own = metrics.precision_recall(truth, score)
        for mine, theirs in zip(own, (precision[:-1], recall[:-1], thresholds), strict=True):
            np.testing.assert_allclose(mine[::-1], theirs, atol=1e-9)
        for mine, theirs in zip(metrics.roc(truth, score), oracle.roc_curve(truth, score, drop_intermediate=False),
                                strict=True):
            np.testing.assert_allclose(mine, theirs, atol=1e-9)
    else:
        assert math.isnan(metrics.auroc(truth, score))
    assert metrics.brier(truth, score) == pytest.approx(np.mean((truth - score) ** 2), abs=1e-9)
    if truth.any():
        expected = oracle.average_precision_score(truth, score)
        assert metrics.average_precision(truth, score) == pytest.approx(expected, abs=1e-9)


def region_overlap(heat: np.ndarray, mask: np.ndarray) -> float:
    return metrics.per_region_overlap(*metrics.heat_histograms(heat, mask))


def test_per_region_overlap_counts_small_and_large_regions_the_same() -> None:
    mask = np.zeros((40, 40), bool)
    mask[2:4, 2:4], mask[20:38, 20:38] = True, True
    assert region_overlap(np.where(mask, 0.9, 0.1), mask) == pytest.approx(1.0)
    large_alone = np.where(mask, 0.9, 0.1)
    large_alone[2:4, 2:4] = 0.05
    assert region_overlap(large_alone, mask) == pytest.approx(0.5, abs=0.01)
    assert region_overlap(np.where(mask, 0.1, 0.9), mask) == pytest.approx(0.0, abs=1e-9)


def test_per_region_overlap_of_heat_without_a_sign_is_about_half_of_what_it_may_alarm() -> None:
    mask = np.zeros((200, 200), bool)
    mask[50:120, 50:120] = True
    noise = np.random.default_rng(1).random(mask.shape)
    assert region_overlap(noise, mask) == pytest.approx(metrics.PRO_LIMIT / 2, abs=0.01)


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
