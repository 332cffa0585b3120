"""Capture checks without a model: is the photograph lit, is there anything to see, is it in focus.

The default limits stop at most one in two hundred real photographs of cans and metal parts; a model has limits of its
own, learnt from the photographs that it was taught with, on its card.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from core.quality.false_alarms import deviations
from core.quality.verdict import Reason

WORKING_SIDE = 192
"""Pixels of the shorter side at which everything is measured, so that a limit means the same for every camera."""

WORKING_LENGTH = 8 * WORKING_SIDE
"""Most pixels of the longer side, for photographs that are mere strips."""

BRIGHT_TONE = 250.0
_NOISE_SIGMA = 1.0
_REFERENCE_SIGMA = 0.02 * WORKING_SIDE
_MIDDLE = 0.15


@dataclass(frozen=True)
class CaptureLimits:
    """Where a photograph is stopped; tones are 0..255, shares 0..1.

    Too dark is below both ``dark_highlights`` (the tone that the brightest hundredth reaches: paper white, three stops
    under, lies at 99) and ``dark_mean``; two, because a bright part on a black ground is dark on average only. It is
    too dark at any mean below ``darkest_highlights``, which only photographs can teach: some parts are dull. Too
    bright is a share of ``bright_share`` or more of the middle at ``BRIGHT_TONE`` or above: the middle, because a
    white ground is no fault. Nothing to see is a ``blank_contrast`` of that many tones between dark and bright. Too
    blurred is a ``sharpness`` below this: how many times steeper the steepest edges are than after a blur of 2 % of
    the shorter side; 1 is an endless blur, an edge blurred by those 2 % has 1.4, real photographs 1.67 and more.
    """

    dark_highlights: float = 100.0
    dark_mean: float = 48.0
    darkest_highlights: float = 0.0
    bright_share: float = 0.4
    blank_contrast: float = 8.0
    sharpness: float = 1.6


DEFAULT_LIMITS = CaptureLimits()


@dataclass(frozen=True)
class Capture:
    """What the checks measure of a photograph, in the units of ``CaptureLimits``."""

    highlights: float
    mean: float
    bright_share: float
    contrast: float
    sharpness: float


def measure_capture(rgb: np.ndarray) -> Capture:
    """Return the measures of a photograph (height, width, 3 uint8)."""
    grey = _working_size(rgb)
    middle = grey[_inner(grey.shape[0]), _inner(grey.shape[1])]
    smooth = cv2.GaussianBlur(grey, (0, 0), _NOISE_SIGMA)
    darkest, brightest = np.percentile(smooth, (1, 99))
    return Capture(
        highlights=float(np.percentile(grey, 99)), mean=float(grey.mean()),
        bright_share=float((middle >= BRIGHT_TONE).mean()), contrast=float(brightest - darkest),
        sharpness=_steepest(smooth) / max(_steepest(cv2.GaussianBlur(grey, (0, 0), _REFERENCE_SIGMA)), 1e-6),
    )


def check_capture(rgb: np.ndarray, limits: CaptureLimits = DEFAULT_LIMITS) -> Reason | None:
    """Return why a photograph (height, width, 3 uint8) has to be taken again, or None when it can be judged."""
    capture = measure_capture(rgb)
    if _too_dark(capture, limits):
        return Reason("side_dark")
    if capture.bright_share >= limits.bright_share:
        return Reason("side_bright")
    if capture.contrast < limits.blank_contrast:
        return Reason("side_blank")
    if capture.sharpness < limits.sharpness:
        return Reason("side_blurred")
    return None


def learn_limits(captures: Sequence[Capture]) -> CaptureLimits:
    """Return limits that few usable photographs pass (``core.quality.false_alarms``), within what can be a fault."""
    tail = deviations(len(captures))

    def least(name: str, lowest: float, highest: float) -> float:
        logs = np.log(np.maximum([getattr(capture, name) for capture in captures], 1e-3))
        limit = float(np.exp(logs.mean() - tail * max(float(logs.std()), 0.05)))
        return round(float(np.clip(limit, lowest, highest)), 3)

    bright = np.array([capture.bright_share for capture in captures])
    return CaptureLimits(
        dark_highlights=least("highlights", 20.0, 180.0),
        dark_mean=least("mean", 5.0, 120.0),
        darkest_highlights=least("highlights", 5.0, DEFAULT_LIMITS.dark_highlights),
        bright_share=round(float(np.clip(bright.mean() + tail * bright.std(), DEFAULT_LIMITS.bright_share, 0.95)), 3),
        blank_contrast=least("contrast", 4.0, 40.0),
        sharpness=least("sharpness", 1.2, 3.0),
    )


def _too_dark(capture: Capture, limits: CaptureLimits) -> bool:
    return capture.highlights < limits.darkest_highlights or (
        capture.highlights < limits.dark_highlights and capture.mean < limits.dark_mean)


def _working_size(rgb: np.ndarray) -> np.ndarray:
    """Return the grey picture, float32 0..255, at the working size."""
    height, width = rgb.shape[:2]
    scale = min(WORKING_SIDE / min(height, width), WORKING_LENGTH / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR).astype(np.float32)


def _inner(length: int) -> slice:
    margin = int(length * _MIDDLE)
    return slice(margin, length - margin)


def _steepest(grey: np.ndarray) -> float:
    """Return the slope that only the steepest two-hundredth of a photograph's pixels pass."""
    across, down = (cv2.Sobel(grey, cv2.CV_32F, dx, dy, ksize=3) for dx, dy in ((1, 0), (0, 1)))
    return float(np.percentile(cv2.magnitude(across, down), 99.5))
