"""Dents, creases, crushed walls, seams out of shape and swells: how a defect moves the points of the can."""

import numpy as np
from numpy.typing import NDArray

from core.demo.can_shape import CanGrid
from core.demo.skin import step

Floats = NDArray[np.float64]


def dent(can: CanGrid, around: float, height: float, radii: tuple[float, float], depth: float, turn: float) -> Floats:
    """Press a smooth dent into the wall, in place; returns its weight (rows, columns), 0 beyond its edge.

    `around` and `height` (mm) are its middle, `radii` (mm) its half axes, `turn` its slope, `depth` in mm.
    """
    a, b = _turned(can, around, height, turn)
    reach = np.hypot(a / radii[0], b / radii[1])
    hollow = np.where(reach < 1, np.cos(np.pi / 2 * np.clip(reach, 0, 1)) ** 2, 0.0)
    rim = 0.1 * np.exp(-(((reach - 1.08) / 0.2) ** 2))
    window = _wall_window(can)
    _press(can, (hollow - rim) * window * depth)
    return np.clip(1.15 - reach, 0, 1) * 2 * window


def crease(
    can: CanGrid, around: float, height: float, length: float, width: float, depth: float, turn: float
) -> Floats:
    """Press a sharp crease, V-shaped across its line, into the wall, in place; returns its weight (rows, columns)."""
    a, b = _turned(can, around, height, turn)
    taper = np.clip(1 - np.abs(a) / length, 0, 1) ** 0.6
    wide = np.maximum(width * (0.35 + 0.65 * taper), 1e-3)
    across = np.abs(b) / wide
    bite = taper * np.where(b > 0, np.clip(1 - across, 0, 1) ** 1.3, np.clip(1 - across * 1.9, 0, 1) ** 1.1)
    lip = 0.16 * taper * np.exp(-(((across - 1.1) / 0.25) ** 2))
    window = _wall_window(can)
    _press(can, (bite - lip) * window * depth)
    return np.clip(bite * 1.4 + lip * 3, 0, 1) * window


def seam_dent(can: CanGrid, around: float, radius: float, depth: float, drop: float, sharp: float) -> Floats:
    """Knock the double seam inwards by `depth` and down by `drop` mm, in place; returns the weight (rows, columns).

    `sharp` 0..1 goes from a soft knock to a kinked one.
    """
    far = np.abs(_round_distance(can, around)) / radius
    soft = np.where(far < 1, np.cos(np.pi / 2 * np.clip(far, 0, 1)) ** 2, 0.0)
    along = (1 - sharp) * soft + sharp * np.clip(1 - far, 0, 1)
    z, top = can.points[..., 2], can.format.height
    seam = step(z, top - 7.5, top - 2.8) * step(_inset(can), 9.0, 2.0)
    weight = along[None] * seam
    can.points[..., :2] -= can.outward[None] * (weight * depth)[..., None]
    can.points[..., 2] -= weight * drop * step(z, top - 5.0, top - 1.0)
    return weight


def swell(can: CanGrid, rise: float, wall: float) -> Floats:
    """Blow the lid up by `rise` mm and flat walls out by `wall` mm, in place; returns the weight (rows, columns).

    A round wall carries the pressure as a hoop and stays as it is.
    """
    x, y, z = np.moveaxis(can.points, -1, 0)
    length, width, height = can.format.half_length, can.format.half_width, can.format.height
    flat = np.clip(1 - (x / (length - 3)) ** 4, 0, 1) * np.clip(1 - (y / (width - 3)) ** 2, 0, 1)
    lid = np.zeros_like(x)
    lid[can.seam_row :] = (flat * step(_inset(can), 2.5, 9.0))[can.seam_row :] ** 0.8
    can.points[..., 2] += lid * rise
    middle = np.clip(1 - (x / (length - 6.4)) ** 2, 0, 1) * (np.abs(can.outward[None, :, 1]) ** 2)
    middle = middle + 0.6 * np.clip(1 - (y / (width - 4.4)) ** 2, 0, 1) * (np.abs(can.outward[None, :, 0]) ** 2)
    below = (np.arange(len(can.along)) < can.seam_row)[:, None]
    bulge = middle * np.sin(np.pi * np.clip(z / (height - 3.5), 0, 1)) * below * (not can.format.is_round)
    _press(can, -bulge * wall)
    return np.maximum(lid, np.clip(bulge * wall / 1.5, 0, 1))


def crush(
    can: CanGrid, around: float, radius: float, depth: float, folds: float, rng: np.random.Generator
) -> Floats:
    """Crush the wall and the seam above it inwards, in place; returns the weight (rows, columns).

    `radius` (mm) is half the stretch round the can, `depth` (mm) how far its middle gives way, `folds` (0..1) how much
    the plate crumples on the way, into folds that `rng` draws.
    """
    distance = _round_distance(can, around)[None]
    z, top = can.points[..., 2], can.format.height
    reach = np.abs(distance) / radius
    along = np.where(reach < 1, np.cos(np.pi / 2 * np.clip(reach, 0, 1)) ** 2, 0.0)
    up = step(z, 0.0, 7.0) * (1 - 0.55 * step(z, top / 2, top)) * step(can.along[:, None], -3.0, 1.0)
    inner = np.where(np.arange(len(can.along))[:, None] > can.seam_row, step(_inset(can), 13.0, 3.0), 1.0)
    weight = along * up * inner
    _press(can, weight * depth * (1 + folds * (_folds(distance, z / top, radius, rng) - 0.5)))
    return np.clip(weight * 1.6, 0, 1)


def _folds(along: Floats, up: Floats, radius: float, rng: np.random.Generator) -> Floats:
    """Ridges 0..1 in random directions, sharp along their lines, as crumpled plate has them."""
    height = np.zeros(np.broadcast_shapes(along.shape, up.shape))
    for _ in range(int(rng.integers(3, 7))):
        turn = rng.uniform(0.25, 1.3) * rng.choice([-1, 1])
        x, y = along - rng.uniform(-0.6, 0.6) * radius, 22 * (up - rng.uniform(0.15, 0.7))
        line = x * np.cos(turn) + y * np.sin(turn)
        width = rng.uniform(3, 9)
        height = np.maximum(height, rng.uniform(0.5, 1) * np.clip(1 - np.abs(line) / width, 0, 1))
    return height


def seam_vee(can: CanGrid, around: float, width: float, drop: float) -> Floats:
    """Pull the lower edge of the double seam down into a V, in place; returns the weight (rows, columns).

    `width` (mm) is half of the V along the seam, `drop` (mm) how far its point hangs below the seam.
    """
    along = np.clip(1 - np.abs(_round_distance(can, around))[None] / width, 0, 1)
    weight = along * _seam_hem(can)
    can.points[..., 2] -= weight * drop
    _press(can, -weight * 0.25 * drop)
    return np.clip(weight * 2, 0, 1)


def knocked_down_flange(can: CanGrid, around: float, length: float, flare: float, drop: float) -> Floats:
    """Leave a stretch of the seam unhooked, in place: its hem stands off by `flare` and hangs by `drop` mm.

    `length` (mm) is half the stretch; returns the weight (rows, columns).
    """
    reach = np.abs(_round_distance(can, around))[None] / length
    along = step(reach, 1.0, 0.75)
    weight = along * _seam_hem(can)
    can.points[..., 2] -= weight * drop
    _press(can, -weight * flare)
    return np.clip(weight * 1.5, 0, 1)


def lid_rise(before: Floats, after: Floats, seam_row: int, x: float, y: float) -> float:
    """How much higher (mm) the lid lies at plan point (x, y) in points `after` than in `before` (rows, columns, 3)."""
    lid = before[seam_row + 20 :]
    row, column = np.unravel_index(np.argmin(np.hypot(lid[..., 0] - x, lid[..., 1] - y)), lid.shape[:2])
    return float(after[seam_row + 20 + row, column, 2] - lid[row, column, 2])


def _press(can: CanGrid, inward: Floats) -> None:
    can.points[..., :2] -= can.outward[None] * inward[..., None]


def _round_distance(can: CanGrid, around: float) -> Floats:
    half = can.perimeter / 2
    return np.mod(can.around - around + half, can.perimeter) - half


def _turned(can: CanGrid, around: float, height: float, turn: float) -> tuple[Floats, Floats]:
    along, up = _round_distance(can, around)[None], can.points[..., 2] - height
    return along * np.cos(turn) + up * np.sin(turn), up * np.cos(turn) - along * np.sin(turn)


def _wall_window(can: CanGrid) -> Floats:
    z = can.points[..., 2]
    outside = (np.arange(len(can.along)) <= can.seam_row) & (can.along >= -1.0)
    return step(z, 0.2, 3.0) * step(z, can.format.height - 3.6, can.format.lid_level - 3.6) * outside[:, None]


def _seam_hem(can: CanGrid) -> Floats:
    """1 on the lower outer edge of the double seam, 0 on its top and on the wall below; (rows, columns)."""
    z, top = can.points[..., 2], can.format.height
    outside = (np.arange(len(can.along)) < can.seam_row)[:, None]
    return step(z, top - 3.7, top - 3.1) * step(z, top - 0.7, top - 2.8) * outside


def _inset(can: CanGrid) -> Floats:
    """Distance along the section from the top of the seam, in mm; (rows, 1)."""
    return np.abs(can.along - can.along[can.seam_row])[:, None]
