"""A photograph that cannot be judged is stopped before the model sees it; a usable one never."""

from dataclasses import asdict

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imaging.guard import Capture, CaptureLimits, check_capture, learn_limits, measure_capture
from core.words import sentence
from tests.drawing import drawn_side


def stopped(rgb: np.ndarray) -> str | None:
    reason = check_capture(rgb)
    assert reason is None or sentence(reason)
    return reason.code if reason else None


def exposed(rgb: np.ndarray, stops: float) -> np.ndarray:
    light = (rgb / 255) ** 2.2 * 2**stops
    return (np.clip(light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)


def resized(rgb: np.ndarray, scale: float) -> np.ndarray:
    return cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


@pytest.mark.parametrize("lid", [True, False])
@pytest.mark.parametrize("scale", [0.25, 1, 3])
def test_a_usable_photograph_passes_at_any_size(lid: bool, scale: float) -> None:
    for seed in range(3):
        assert stopped(resized(drawn_side(seed, lid=lid, bad=seed == 1), scale)) is None


@pytest.mark.parametrize("share, width", [(0.03, 240), (0.03, 480), (0.03, 960), (0.06, 480), (0.1, 240)])
def test_heavy_blur_is_stopped_at_any_size(share: float, width: int) -> None:
    rgb = resized(drawn_side(1), width / 480)
    assert stopped(cv2.GaussianBlur(rgb, (0, 0), share * width)) == "side_blurred"


def test_the_grain_of_the_sensor_does_not_hide_blur() -> None:
    blurred = cv2.GaussianBlur(resized(drawn_side(1), 2), (0, 0), 0.03 * 960).astype(float)
    grain = np.random.default_rng(0).normal(0, 6, blurred.shape)
    assert stopped(np.clip(blurred + grain, 0, 255).astype(np.uint8)) == "side_blurred"


@pytest.mark.parametrize("tone, code", [
    (0, "side_dark"), (30, "side_dark"), (100, "side_blank"), (200, "side_blank"), (255, "side_bright"),
])
def test_an_empty_frame_is_stopped(tone: int, code: str) -> None:
    assert stopped(np.full((480, 640, 3), tone, np.uint8)) == code


def test_an_empty_frame_with_grain_is_blank() -> None:
    grain = np.random.default_rng(0).normal(120, 8, (192, 256, 3))
    assert stopped(grain.clip(0, 255).astype(np.uint8)) == "side_blank"


def test_three_stops_too_dark_or_too_bright_are_stopped() -> None:
    assert stopped(exposed(drawn_side(2), -3)) == "side_dark"
    assert stopped(exposed(drawn_side(2, lid=True), 3)) == "side_bright"


def test_a_white_or_black_ground_round_a_well_lit_can_is_no_fault() -> None:
    for tone in (0, 255):
        rgb = drawn_side(3)
        rgb[:, :76] = rgb[:, 404:] = tone
        rgb[:64] = rgb[576:] = tone
        assert stopped(rgb) is None


def test_a_small_bright_can_on_black_and_a_dull_one_filling_the_frame_are_not_too_dark() -> None:
    small = np.zeros((960, 960, 3), np.uint8)
    small[300:620, 360:600] = resized(drawn_side(1), 0.5)
    assert small.mean() < CaptureLimits().dark_mean and stopped(small) is None
    dull = (resized(drawn_side(1, width=240, height=320), 2) * 0.2 + 45).astype(np.uint8)
    assert dull.max() < CaptureLimits().dark_highlights and stopped(dull) is None


def test_strips_and_the_smallest_photographs_are_measured_too() -> None:
    assert stopped(np.full((64, 60_000, 3), 120, np.uint8)) == "side_blank"
    assert stopped(resized(drawn_side(1), 64 / 480)) is None


def test_the_limits_can_be_given() -> None:
    assert check_capture(drawn_side(1), CaptureLimits(sharpness=100)).code == "side_blurred"


def _plant_photographs(blur: float) -> list[np.ndarray]:
    """A plant's usable photographs, all taken with the same lens."""
    return [cv2.GaussianBlur(drawn_side(n, bad=n % 3 == 0), (0, 0), blur) for n in range(1, 25)]


def test_limits_learnt_from_soft_photographs_let_them_pass_and_stop_softer_ones() -> None:
    soft = _plant_photographs(10.0)
    assert any(check_capture(rgb) for rgb in soft)
    limits = learn_limits([measure_capture(rgb) for rgb in soft])
    assert [check_capture(rgb, limits) for rgb in soft] == [None] * len(soft)
    stopped_at = check_capture(cv2.GaussianBlur(soft[0], (0, 0), 30.0), limits)
    assert stopped_at and stopped_at.code == "side_blurred"


def test_limits_learnt_from_sharp_photographs_are_stricter_than_the_usual_ones() -> None:
    limits = learn_limits([measure_capture(rgb) for rgb in _plant_photographs(0.5)])
    assert limits.sharpness > CaptureLimits().sharpness


def test_three_stops_of_exposure_either_way_are_stopped_by_learnt_limits() -> None:
    usable = _plant_photographs(0.5)
    limits = learn_limits([measure_capture(rgb) for rgb in usable])
    for stops, code in ((-3, "side_dark"), (3, "side_bright")):
        linear = (usable[0] / 255.0) ** 2.2 * 2.0**stops
        reason = check_capture((np.clip(linear, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8), limits)
        assert reason and reason.code == code


def test_three_stops_under_is_too_dark_however_many_kinds_of_light_were_learnt_from() -> None:
    """Goods in dim and in full light widen what mean is usual; nothing three stops under reaches a bright tone."""
    usable = [exposed(rgb, -(number % 2)) for number, rgb in enumerate(_plant_photographs(0.5))]
    limits = learn_limits([measure_capture(rgb) for rgb in usable])
    pale = exposed(np.maximum(drawn_side(2), 100), -3)
    assert measure_capture(pale).mean > limits.dark_mean
    reason = check_capture(pale, limits)
    assert reason and reason.code == "side_dark"


@given(st.lists(st.tuples(*[st.floats(0, 255)] * 5), min_size=1))
def test_learnt_limits_are_always_usable_numbers(measures: list[tuple[float, ...]]) -> None:
    limits = learn_limits([Capture(*values[:2], values[2] / 255, *values[3:]) for values in measures])
    assert all(np.isfinite(value) and value > 0 for value in asdict(limits).values())
    assert limits.bright_share <= 0.95
