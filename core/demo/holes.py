"""Where the plate is open: a puncture, and a score line that has fractured."""

import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import TEXELS_PER_MM, LidDesign
from core.demo.lid_shape import ring_reach, score_distance
from core.demo.noise import layered_noise
from core.demo.skin import Skin, disc, lid_points, near, step

Floats = NDArray[np.float64]
_INSIDE = np.array([0.006, 0.005, 0.004])


def puncture(skin: Skin, row: float, column: float, radius: float, severity: float, rng: np.random.Generator) -> Floats:
    """Push a hole of `radius` mm through the plate at a texel, in place; returns its weight (h, w) 0..1.

    The plate is drawn in round the hole, and its torn edge is bright and turned up.
    """
    size = radius * TEXELS_PER_MM
    part, window = near(skin, row, column, size * 6 + 6)
    local = part.bump.shape
    area = disc(local, (row - window[0].start, column - window[1].start),
                (size * rng.uniform(0.7, 1.4), size), rng.uniform(0, np.pi))
    torn = area + 0.22 * layered_noise(rng, local, max(size, 4), 3)
    hole, edge = step(torn, 1.05, 0.9), step(torn, 1.7, 1.15)
    funnel = step(area, 5.0, 1.0) ** 2
    part.bump -= funnel * radius * (0.25 + 0.35 * severity)
    part.bump += 0.12 * radius * edge * (1 - hole)
    part.rough_u += 0.12 * edge
    part.rough_v += 0.12 * edge
    part.lay(hole, _INSIDE)
    whole = np.zeros(skin.bump.shape)
    whole[window] = np.maximum(edge, funnel * 0.6)
    return whole


def fracture_score(lid: Skin, design: LidDesign, length: float, width: float, rng: np.random.Generator) -> Floats:
    """Crack the lid along `length` mm of its score line, `width` mm wide at most, in place; returns its weight (h, w).

    One lip of the crack stands up.
    """
    x, y = lid_points(lid)
    distance = score_distance(design, x, y)
    on_line = np.abs(distance) < 0.1
    line_x, line_y = x[on_line], y[on_line]
    free = ~ring_reach(design, line_x, line_y)
    middle = int(rng.integers(free.sum()))
    at_x, at_y = line_x[free][middle], line_y[free][middle]
    away = np.hypot(x - at_x, y - at_y) / (length / 2)
    wave = 0.16 * layered_noise(rng, distance.shape, 20, 3)
    ragged = np.clip(1 + 0.6 * layered_noise(rng, distance.shape, 12, 2), 0.2, 2)
    open_by = width / 2 * np.sqrt(np.clip(1 - away**2, 0, 1)) * ragged
    beside = np.abs(distance + wave)
    crack = step(beside, open_by + 0.08, open_by) * (away < 1)
    lip = np.exp(-(((distance + wave + open_by + 0.3) / 0.3) ** 2)) * np.clip(1 - away**2, 0, 1)
    lid.bump += lip * width * 0.5
    lid.lay(crack * 0.97, _INSIDE)
    return np.maximum(crack, np.clip(lip * 1.2, 0, 1))
