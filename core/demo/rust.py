"""Rust on the skin of a can: flat stains, and pits that have eaten into the plate."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import TEXELS_PER_MM
from core.demo.noise import layered_noise
from core.demo.skin import Skin, disc, near, step

Floats = NDArray[np.float64]


def lay_rust(
    skin: Skin, row: float, column: float, radius: float, severity: float, pitted: bool, rng: np.random.Generator
) -> Floats:
    """Lay one patch of rust of `radius` mm round texel (row, column), in place; returns its weight (h, w) 0..1."""
    shape = skin.bump.shape
    size = radius * TEXELS_PER_MM
    part, (rows, columns) = near(skin, row, column, size * 2.2 + 4)
    local = part.bump.shape
    radii = (size * rng.uniform(0.6, 1.1), size)
    area = disc(local, (row - rows.start, column - columns.start), radii, rng.uniform(0, 3.1))
    rough = layered_noise(rng, local, max(size * 0.55, 5), 4, 0.6)
    rough = np.asarray(cv2.GaussianBlur(rough, (0, 0), 1.2), dtype=np.float64)
    field = 1 - area**1.5 + 0.3 * rough
    edge = 0.75 if not pitted else 0.4
    weight = step(field, 0.05, edge) * step(area, 1.9, 1.3)
    fine = _blurred(rng, local, 1.6) * 3.2
    film = weight * np.clip((0.35 + 0.6 * severity) * (1 + 0.22 * fine), 0, 1)
    light, dark = np.array([0.40, 0.155, 0.045]), np.array([0.11, 0.04, 0.016])
    mix = np.clip(0.45 + 0.3 * fine + 0.25 * rough + (0.25 if pitted else -0.1), 0, 1)
    part.lay(film, light + (dark - light) * mix[..., None])
    part.rough_u += 0.3 * weight
    part.rough_v += 0.3 * weight
    part.tint *= 1 - weight[..., None] * np.array([0.25, 0.42, 0.55])
    if pitted:
        pits = step(_blurred(rng, local, 3.0) * 9.0, 0.6, 1.5) * step(field, 0.15, 0.5)
        part.bump -= pits * (0.06 + 0.2 * severity) + 0.03 * weight
        part.bump += 0.03 * fine * weight
        part.lay(pits * 0.92, np.array([0.018, 0.009, 0.006]))
    whole = np.zeros(shape)
    whole[rows, columns] = weight
    return whole


def _blurred(rng: np.random.Generator, shape: tuple[int, ...], sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(rng.standard_normal(shape), (0, 0), sigma), dtype=np.float64)
