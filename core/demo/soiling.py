"""Dirt and oil on a can, where harmless marks end: matter that a packer has to wash off."""

import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import TEXELS_PER_MM
from core.demo.noise import layered_noise
from core.demo.skin import Skin, disc, near, step

Floats = NDArray[np.float64]
_DIRT = ((0.05, 0.035, 0.022), (0.018, 0.018, 0.02), (0.12, 0.1, 0.075))
_OIL = ((0.82, 0.66, 0.36), (0.7, 0.52, 0.3), (0.88, 0.82, 0.66))


def dirt(skin: Skin, row: float, column: float, radius: float, severity: float, rng: np.random.Generator) -> Floats:
    """Lay a crust of dirt of `radius` mm round a texel, in place; returns its weight (h, w) 0..1."""
    part, window, area = _patch(skin, row, column, radius, rng)
    local = part.bump.shape
    crumbs = layered_noise(rng, local, max(radius * TEXELS_PER_MM * 0.4, 4), 5, 0.8)
    weight = step(1 - area + 0.5 * crumbs, 0.0, 0.7) * step(area, 1.8, 1.3)
    cover = np.clip(weight * (0.35 + 0.6 * severity) * (1 + 0.3 * crumbs), 0, 1)
    part.lay(cover, np.array(_DIRT[int(rng.integers(len(_DIRT)))]) * rng.uniform(0.7, 1.4))
    part.rough_u += 0.25 * weight
    part.rough_v += 0.25 * weight
    part.bump += 0.03 * weight * np.clip(crumbs, 0, 2)
    return _on(skin, window, np.clip(cover * 1.5, 0, 1))


def oil(skin: Skin, row: float, column: float, radius: float, severity: float, rng: np.random.Generator) -> Floats:
    """Lay a film of oil of `radius` mm round a texel, in place, thicker at its rim; returns its weight (h, w) 0..1."""
    part, window, area = _patch(skin, row, column, radius, rng)
    field = area + 0.25 * layered_noise(rng, part.bump.shape, max(radius * TEXELS_PER_MM * 0.6, 4), 2)
    film, rim = step(field, 1.1, 0.95), np.exp(-(((field - 0.95) / 0.1) ** 2))
    part.bump += (0.05 + 0.1 * severity) * film * np.clip(1 - field**2, 0, 1) + 0.04 * rim
    part.rough_u += (0.05 - part.rough_u) * film
    part.rough_v += (0.05 - part.rough_v) * film
    thick = (0.35 + 0.6 * severity) * np.clip(film * 0.8 + 0.4 * rim, 0, 1)
    part.tint *= 1 - thick[..., None] * (1 - np.array(_OIL[int(rng.integers(len(_OIL)))]))
    return _on(skin, window, np.maximum(film, np.clip(thick, 0, 1)))


def _patch(
    skin: Skin, row: float, column: float, radius: float, rng: np.random.Generator
) -> tuple[Skin, tuple[slice, slice], Floats]:
    """The skin near a texel and the distance there from a patch's middle, 1 on its rim."""
    size = radius * TEXELS_PER_MM
    part, window = near(skin, row, column, size * 2.2 + 4)
    area = disc(part.bump.shape, (row - window[0].start, column - window[1].start),
                (size * rng.uniform(0.5, 1.1), size), rng.uniform(0, np.pi))
    return part, window, area


def _on(skin: Skin, window: tuple[slice, slice], weight: Floats) -> Floats:
    whole = np.zeros(skin.bump.shape)
    whole[window] = weight
    return whole
