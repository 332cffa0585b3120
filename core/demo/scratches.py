"""Scratches that cut through the coating into the metal, as against the scuffs that every can has."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import TEXELS_PER_MM
from core.demo.noise import layered_noise
from core.demo.skin import Skin, near

Floats = NDArray[np.float64]


def scratch(
    skin: Skin, row: float, column: float, length: float, width: float, severity: float, rng: np.random.Generator
) -> Floats:
    """Cut a scratch of `length` and `width` mm through a texel, in place; returns its weight (h, w) 0..1."""
    size = length * TEXELS_PER_MM
    part, window = near(skin, row, column, size * 0.6 + 12)
    local = (part.bump.shape[0], part.bump.shape[1])
    turn, bend = rng.uniform(0, np.pi), rng.normal(0, 0.12)
    share = np.linspace(-0.5, 0.5, 40)
    heading = np.array([np.cos(turn), np.sin(turn)])
    aside = np.array([-heading[1], heading[0]])
    path = size * (share[:, None] * heading + bend * (share[:, None] ** 2) * aside)
    path += np.array([column - window[1].start, row - window[0].start])
    canvas = np.zeros(local, np.uint8)
    thick = max(1, round(width * TEXELS_PER_MM))
    cv2.polylines(canvas, [np.round(path * 16).astype(np.int32)], False, 255, thick, cv2.LINE_AA, 4)
    groove = canvas / 255.0 * np.clip(1 + 0.35 * layered_noise(rng, local, 14, 3), 0.2, 1)
    burr = np.asarray(cv2.GaussianBlur(groove, (0, 0), 0.8 * thick + 1), dtype=np.float64)
    part.bump += (0.05 + 0.12 * severity) * width * (burr - 1.6 * groove)
    part.rough_u += 0.3 * groove
    part.rough_v += 0.3 * groove
    part.tint *= (1 - (0.25 + 0.4 * severity) * groove)[..., None]
    whole = np.zeros(skin.bump.shape)
    whole[window] = np.clip(burr * 2, 0, 1)
    return whole
