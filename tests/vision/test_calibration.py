"""Thresholds and scales from validation photographs."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.quality.thresholds import MINIMUM_BAND
from core.vision.calibration import choose_thresholds, fit_logistic, heat_scale, rescale
from core.vision.heat import to_heat
from core.vision.network import CHANNELS, Head

rows = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2).filter(
    lambda r: len({truth for truth, _ in r}) == 2)


@given(rows)
def test_thresholds_are_always_a_valid_pair(cases: list[tuple[bool, float]]) -> None:
    limits = choose_thresholds(np.array([c[0] for c in cases]), np.array([c[1] for c in cases]))
    assert limits.bad_from - limits.good_below >= MINIMUM_BAND - 1e-9


def test_classes_that_are_apart_are_parted_near_a_half() -> None:
    truth = np.array([False] * 10 + [True] * 10)
    limits = choose_thresholds(truth, np.where(truth, 0.9, 0.1))
    assert (limits.good_below, limits.bad_from) == (0.48, 0.52)


def test_the_threshold_follows_where_the_classes_part() -> None:
    truth = np.array([False] * 10 + [True] * 10)
    limits = choose_thresholds(truth, np.where(truth, 0.3, 0.1))
    assert 0.1 < limits.good_below < limits.bad_from
    assert limits.good_below < 0.3


def test_hardly_a_good_photograph_is_called_bad() -> None:
    random = np.random.default_rng(1)
    truth = np.arange(400) % 2 == 1
    probability = np.clip(random.normal(np.where(truth, 0.6, 0.4), 0.15), 0, 1)
    limits = choose_thresholds(truth, probability)
    assert (probability[~truth] >= limits.bad_from).mean() <= 0.01


@given(st.floats(-1000, 1000), st.floats(0.01, 100), st.integers(0, 1000))
def test_the_logistic_curve_rises_and_is_a_half_between_the_classes(middle: float, spread: float, seed: int) -> None:
    truth = np.arange(60) % 3 == 0
    evidence = middle + spread * np.random.default_rng(seed).normal(np.where(truth, 2, -2), 1.0)
    slope, offset = fit_logistic(truth, evidence)
    assert slope > 0
    probability = 1 / (1 + np.exp(-(slope * evidence + offset)))
    assert probability[truth].mean() > 0.7
    assert probability[~truth].mean() < 0.3


def test_classes_the_wrong_way_round_still_give_a_finite_rising_curve() -> None:
    truth = np.arange(20) % 2 == 0
    slope, offset = fit_logistic(truth, np.where(truth, -1.0, 1.0))
    assert slope > 0
    assert np.isfinite([slope, offset]).all()


def test_rescaling_a_head_scales_its_evidence_and_its_logits_alike() -> None:
    torch.manual_seed(2)
    head, features = Head().eval(), torch.rand(1, CHANNELS, 3, 3)
    with torch.inference_mode():
        before = head(features)
    rescale(head, 4.0, -2.0)
    with torch.inference_mode():
        after = head(features)
    assert torch.allclose(after.evidence, before.evidence * 4 - 2, atol=1e-4)
    difference = (before.logits[:, 1] - before.logits[:, 0]) * 4 - 2
    assert torch.allclose(after.probability, torch.sigmoid(difference), atol=1e-5)


@pytest.mark.parametrize("shift", [-50.0, 0.0, 50.0])
def test_few_good_photographs_glow_as_few_defective_ones_do_not_and_half_of_these_do_clearly(shift: float) -> None:
    random = np.random.default_rng(3)
    good, bad = random.normal(shift, 1, 500), random.normal(shift + 4, 1, 100)
    scale = heat_scale(good, bad, 0.0)
    glowing, cold = (to_heat(good, scale) >= 0.5).mean(), (to_heat(bad, scale) < 0.5).mean()
    assert glowing == pytest.approx(cold, abs=0.02)
    assert glowing <= 0.05
    assert (to_heat(bad, scale) >= 0.75).mean() == pytest.approx(0.5, abs=0.02)


def test_one_good_photograph_that_glows_does_not_dim_the_defective_ones() -> None:
    random = np.random.default_rng(4)
    good, bad = np.append(random.normal(0, 1, 60), 100.0), random.normal(8, 1, 40)
    assert (to_heat(bad, heat_scale(good, bad, 0.0)) >= 0.5).mean() >= 0.95


def test_defects_that_do_not_show_leave_a_usable_scale() -> None:
    scale = heat_scale(np.ones(5), np.zeros(5), 0.0)
    assert scale.spread > 0
