"""The drawn body, double seam and lid of a can as one closed grid of points.

Millimetres; x along the long side, y across, z up, the can standing on z = 0. Rows of the grid run from the middle of
the bottom outwards, up the wall, over the seam and inwards to the middle of the lid; columns run counter-clockwise
round the can (seen from above), starting in the middle of the right short side.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import CLUB, CanFormat
from core.demo.lid_shape import emboss

Floats = NDArray[np.float64]

RIB_PITCH = 6.3
COLUMNS = 800
BOTTOM_ROWS, LID_ROWS = 8, 130
ROW_STEP = 0.24

# Offset from the nominal wall (outwards) and height on the club can; drawn after the section of a drawn can with a
# double-seamed end. A taller can is longer in the wall between these heights.
_STRETCHED = (2.2, 15.6)
_WALL_SECTION = [
    (-3.6, 0.75), (-2.9, 0.35), (-2.3, 0.04), (-1.5, 0.10), (-0.85, 0.45), (-0.42, 1.1), (-0.28, 2.2), (-0.2, 5.0),
    (-0.1, 9.0), (0.0, 13.0), (0.02, 15.6), (0.1, 16.3), (0.42, 16.75), (0.62, 17.15), (0.68, 17.7), (0.66, 18.3),
    (0.55, 18.75), (0.62, 18.95), (0.95, 18.98), (1.28, 19.1), (1.46, 19.45), (1.52, 20.1), (1.52, 20.9), (1.46, 21.4),
    (1.2, 21.85), (0.85, 22.0),
]
_END_SECTION = [
    (0.85, 22.0), (0.45, 21.88), (0.22, 21.5), (0.12, 20.8), (0.0, 19.9), (-0.16, 18.9), (-0.42, 18.25), (-0.95, 17.98),
    (-1.5, 18.2), (-1.85, 18.8), (-2.2, 19.2), (-2.8, 19.3), (-3.5, 19.3), (-3.72, 19.3), (-3.9, 19.12), (-4.08, 19.3),
    (-4.3, 19.3), (-5.5, 19.3),
]
PANEL_OFFSET = -5.5


@dataclass(frozen=True)
class Mesh:
    """A triangle mesh: vertices (n, 3) in mm, unit normals (n, 3), texture coordinates (n, 2), faces (m, 3)."""

    vertices: Floats
    normals: Floats
    uv: Floats
    faces: NDArray[np.uint32]


@dataclass
class CanGrid:
    """The can's points (rows, columns, 3), their format, and what a defect needs to know about each point.

    `around` (columns,) is the length along the nominal wall in mm, `outward` (columns, 2) the horizontal normal,
    `along` (rows,) the length along the section in mm from the foot of the wall, `seam_row` the row on top of the seam.
    """

    format: CanFormat
    points: Floats
    around: Floats
    outward: Floats
    along: Floats
    seam_row: int

    @property
    def perimeter(self) -> float:
        """Length of the nominal wall round the can, in mm."""
        return self.format.perimeter


def outline(form: CanFormat, around: Floats, offset: float = 0.0) -> tuple[Floats, Floats]:
    """Points and outward normals, both (n, 2), of the can's outline `offset` mm outside the nominal wall."""
    radius = form.corner_radius
    flat_x, flat_y = form.half_length - radius, form.half_width - radius
    arc = radius * np.pi / 2
    knots = np.cumsum([0.0, flat_y, arc, 2 * flat_x, arc, 2 * flat_y, arc, 2 * flat_x, arc, flat_y])
    angles = np.array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]) * np.pi / 2
    xs = np.array([1, 1, 1, -1, -1, -1, -1, 1, 1, 1]) * flat_x
    ys = np.array([0, 1, 1, 1, 1, -1, -1, -1, -1, 0]) * flat_y
    s = np.mod(around, knots[-1])
    angle = np.interp(s, knots, angles)
    normal = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    middle = np.stack([np.interp(s, knots, xs), np.interp(s, knots, ys)], axis=-1)
    return middle + normal * (radius + offset), normal


def build_can(rng: np.random.Generator, form: CanFormat = CLUB) -> CanGrid:
    """A sound can; `rng` draws the harmless differences between cans (wall waves, draw wrinkles, panel tension)."""
    around = np.arange(COLUMNS) * form.perimeter / COLUMNS
    wall = _smooth_section(_stretched(_WALL_SECTION, form.taller))
    end = _smooth_section(_stretched(_END_SECTION, form.taller))[1:]
    _, outward = outline(form, around)
    rows: list[Floats] = []
    foot, lid_edge = _ring(form, around, wall[0, 0]), _ring(form, around, PANEL_OFFSET)
    for share in np.linspace(0, 1, BOTTOM_ROWS, endpoint=False):
        rows.append(np.c_[foot * share, np.full(COLUMNS, wall[0, 1])])
    wrinkle = _wall_relief(form, around, wall[:, 1], rng)
    for (offset, z), relief in zip(wall, wrinkle, strict=True):
        rows.append(np.c_[_ring(form, around, offset) + outward * relief[:, None], np.full(COLUMNS, z)])
    seam_row = len(rows) - 1
    for offset, z in end:
        rows.append(np.c_[_ring(form, around, offset), np.full(COLUMNS, z)])
    tension = rng.normal(0, 0.06)
    for share in np.linspace(1, 0, LID_ROWS + 1)[1:]:
        xy = lid_edge * share
        crown = tension * (1 - share**2) ** 2
        rows.append(np.c_[xy, form.lid_level + emboss(form.lid, xy[:, 0], xy[:, 1]) + crown])
    points = np.stack(rows)
    steps = np.linalg.norm(np.diff(points[:, 0], axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    return CanGrid(form, points, around, outward, along - along[BOTTOM_ROWS], seam_row)


def body_mesh(can: CanGrid) -> Mesh:
    """Bottom, wall and outer half of the seam; u runs once round the can, v along the section (0 foot, 1 seam top)."""
    top = can.along[can.seam_row]
    v = np.clip(can.along[: can.seam_row + 1] / top, 0, 1)
    u = np.arange(COLUMNS + 1) / COLUMNS
    uv = np.stack(np.broadcast_arrays(u[None, :], v[:, None]), axis=-1)
    return _grid_mesh(can, slice(0, can.seam_row + 1), uv)


def lid_mesh(can: CanGrid) -> Mesh:
    """Inner half of the seam, countersink and panel; uv is the plan, 0..1 across the lid's skin."""
    part = slice(can.seam_row, None)
    closed = np.concatenate([can.points[part], can.points[part, :1]], axis=1)
    return _grid_mesh(can, part, lid_uv(can.format, closed[..., 0], closed[..., 1]))


def lid_uv(form: CanFormat, x: Floats, y: Floats) -> Floats:
    """Texture coordinates on the lid of points in plan (mm); shape (..., 2)."""
    across, along = form.lid_mm
    return np.stack([(x + along / 2) / along, (y + across / 2) / across], axis=-1)


def grid_normals(points: Floats) -> Floats:
    """Unit outward normals (rows, columns, 3) of a grid closed along its columns, with a pole at either end."""
    across = np.roll(points, -1, axis=1) - np.roll(points, 1, axis=1)
    along = np.gradient(points, axis=0)
    normal = np.cross(across, along)
    normal[0], normal[-1] = (0, 0, -1), (0, 0, 1)
    length = np.linalg.norm(normal, axis=2, keepdims=True)
    return normal / np.maximum(length, 1e-12)


def _grid_mesh(can: CanGrid, part: slice, uv: Floats) -> Mesh:
    points, normals = can.points[part], grid_normals(can.points)[part]
    vertices = np.concatenate([points, points[:, :1]], axis=1)
    normals = np.concatenate([normals, normals[:, :1]], axis=1)
    rows, columns = vertices.shape[:2]
    index = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    return Mesh(vertices.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), faces)


def _ring(form: CanFormat, around: Floats, offset: float) -> Floats:
    return outline(form, around, offset)[0]


def _stretched(section: list[tuple[float, float]], taller: float) -> list[tuple[float, float]]:
    low, high = _STRETCHED
    return [(offset, z + taller * min(max((z - low) / (high - low), 0.0), 1.0)) for offset, z in section]


def _wall_relief(form: CanFormat, around: Floats, heights: Floats, rng: np.random.Generator) -> Floats:
    """Outward relief (rows, columns) in mm of ribs, beads, draw wrinkles in the corners and slow waves of the plate."""
    points, normal = outline(form, around)
    top = form.height
    x, y, z = points[:, 0][None], points[:, 1][None], heights[:, None]
    long_side = np.abs(normal[:, 1][None]) > 0.999
    short_side = np.abs(normal[:, 0][None]) > 0.999
    depth = rng.uniform(0.28, 0.42)
    relief = np.zeros((len(heights), len(around)))
    for side, along, last in zip((long_side, short_side), (x, y), form.ribs or (), strict=False):
        nearest = np.clip(np.round(along / RIB_PITCH), -last, last) * RIB_PITCH
        beyond = np.maximum(np.maximum(z - (top - 5.4), 2.4 - z), 0.0)
        reach = np.hypot((along - nearest) / 2.5, beyond / 1.8)
        relief -= np.where(side, depth * np.cos(np.pi / 2 * np.clip(reach, 0, 1)) ** 1.5, 0.0)
    for bead in form.beads:
        relief -= depth * np.cos(np.pi / 2 * np.clip(np.abs(z - bead) / 1.6, 0, 1)) ** 1.5
    corner = np.clip(4 * np.abs(normal[:, 0] * normal[:, 1]) ** 1.2, 0, 1)[None]
    waves = sum(
        rng.normal(0, 0.03) * np.sin(2 * np.pi * around[None] / length + rng.uniform(0, 6.28) + rng.normal(0, 0.05) * z)
        for length in rng.uniform(2.2, 6.5, 7)
    )
    window = _step(z, 1.5, 5) * _step(z, top - 5.0, top - 11.0)
    relief += corner * waves * window * (1.5 - z / (top - 6.0))
    slow = sum(
        rng.normal(0, 0.05) * np.sin(2 * np.pi * k * around[None] / form.perimeter + rng.uniform(0, 6.28))
        for k in (3, 5, 8, 13)
    )
    barrel = rng.uniform(0.05, 0.3) * np.sin(np.pi * np.clip((z - 2) / (top - 7.5), 0, 1)) ** 1.5
    return relief + slow * _step(z, 1.5, 6) * _step(z, top - 5.5, top - 9.0) + barrel


def _step(value: Floats, start: float, stop: float) -> Floats:
    t = np.clip((value - start) / (stop - start), 0, 1)
    return t * t * (3 - 2 * t)


def _smooth_section(knots: list[tuple[float, float]]) -> Floats:
    """The section through the knots as a Catmull-Rom curve, in even steps of about ROW_STEP mm; (n, 2)."""
    k = np.asarray(knots, dtype=float)
    k = np.concatenate([2 * k[:1] - k[1:2], k, 2 * k[-1:] - k[-2:-1]])
    t = np.linspace(0, 1, 40, endpoint=False)[:, None]
    dense = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(k[:-3], k[1:-2], k[2:-1], k[3:], strict=True)
    ]
    curve = np.concatenate([*dense, k[-2:-1]])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    even = np.linspace(0, length[-1], max(2, round(length[-1] / ROW_STEP)) + 1)
    return np.stack([np.interp(even, length, curve[:, 0]), np.interp(even, length, curve[:, 1])], axis=1)
