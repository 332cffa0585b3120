"""What is pressed into the lid, and the pull ring riveted on it. Millimetres, plan coordinates of the lid."""

import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import LidDesign, RoundedBox

Floats = NDArray[np.float64]

RIVET_X = -36.0
RING_SECTIONS, RING_ROUND = 192, 14
PLATE_ROWS, PLATE_COLUMNS = 25, 33
_FINGER_WELL = (-9.5, 8.2)


def emboss(lid: LidDesign, x: Floats, y: Floats) -> Floats:
    """Height (mm) of the lid's panel above its level at plan points: recess, finger well, beads and rivet."""
    recess, tongue = _recess(lid, x, y), _tongue(lid, x, y)
    from_ring = x - lid.ring_shift
    height = -0.75 * _fall(recess, 1.7)
    height += 0.16 * np.exp(-((recess / 0.8 + 1.0) ** 2))
    centre, radius = _FINGER_WELL
    well = np.hypot(from_ring - centre, y) - radius
    height -= 0.55 * _fall(well, 1.2) * (1 - 0.6 * _fall(tongue, 0.8))
    inner = _rounded_box(lid.inner, x, y)
    height += 0.1 * np.exp(-((inner / 0.55) ** 2))
    nose = np.hypot((from_ring - RIVET_X) / 1.3, y) - 5.6
    height -= 0.25 * np.exp(-((nose / 0.5) ** 2))
    return height + rivet(from_ring, y)


def score_distance(lid: LidDesign, x: Floats, y: Floats) -> Floats:
    """Distance (mm) of plan points from the score line, along which the lid tears open; negative inside of it."""
    return _recess(lid, x, y) - 1.3


def rivet(x: Floats, y: Floats) -> Floats:
    """Height (mm) of the rivet's head above the panel, at plan points of the club can."""
    r = np.hypot(x - RIVET_X, y)
    return 1.75 * _fall(r - 1.9, 0.7) - 0.45 * np.exp(-((r / 0.9) ** 2))


def ring_path(turn: Floats) -> Floats:
    """Plan points (n, 2) of the ring's middle line; turn in 0..1 starts and ends at the nose beside the rivet."""
    angle = np.pi - 2 * np.pi * np.asarray(turn)
    forward = (np.cos(angle) + 1) / 2
    half_width = 5.4 + 4.3 * _smooth(forward / 0.8)
    x = -27.6 + 14.2 * np.cos(angle)
    return np.stack([x, half_width * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.66], axis=-1)


def ring_points(level: float, gap: tuple[float, float] | None = None, lift: float = 0.0) -> Floats:
    """The ring's tube as a closed grid (RING_SECTIONS, RING_ROUND, 3), lying on `level`.

    `gap` leaves out that stretch of turns (0..1), as where a ring has broken; `lift` (radians) turns it up at the
    rivet.
    """
    if gap is None:
        turn = np.arange(RING_SECTIONS) / RING_SECTIONS
        ends = np.ones(RING_SECTIONS)
    else:
        share = np.arange(RING_SECTIONS) / (RING_SECTIONS - 1)
        turn = (gap[1] + share * (1 - gap[1] + gap[0])) % 1.0
        ends = np.sqrt(np.clip(np.minimum(share, 1 - share) / 0.008, 0, 1))
    middle = ring_path(turn)
    tangent = ring_path((turn + 1e-3) % 1) - ring_path((turn - 1e-3) % 1)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    sideways = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    angle = np.arange(RING_ROUND) * 2 * np.pi / RING_ROUND
    across = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.8 * 1.25
    up = np.sin(angle) * 0.62
    xy = middle[:, None] + sideways[:, None] * (across[None] * ends[:, None])[..., None]
    z = np.broadcast_to(level + 1.0 + up[None] * ends[:, None], xy.shape[:2])
    return lifted(np.concatenate([xy, z[..., None]], axis=2), level, lift)


def plate_points(level: float, lift: float = 0.0) -> Floats:
    """The flat tongue between rivet and ring as a closed pillow (PLATE_ROWS, PLATE_COLUMNS, 3) on `level`."""
    angle = np.arange(PLATE_COLUMNS) * 2 * np.pi / PLATE_COLUMNS
    tilt = np.linspace(-np.pi / 2, np.pi / 2, PLATE_ROWS)[:, None]
    share = np.round(np.cos(tilt), 12) ** 0.35
    across = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.6
    deep = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.6
    x = -34.6 + 5.6 * share * across
    y = 4.6 * share * deep
    z = level + 0.85 + 0.32 * np.sign(tilt) * np.abs(np.sin(tilt)) ** 0.6 + 0 * x
    return lifted(np.stack([x, y, z], axis=2), level, lift)


def lifted(points: Floats, level: float, angle: float) -> Floats:
    """The points turned up by `angle` about the axis through the rivet's foot, away from the nose."""
    x, z = points[..., 0] - RIVET_X, points[..., 2] - level
    turned = points.copy()
    turned[..., 0] = RIVET_X + x * np.cos(angle) - z * np.sin(angle)
    turned[..., 2] = level + x * np.sin(angle) + z * np.cos(angle)
    return turned


def ring_reach(lid: LidDesign, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Whether plan points lie under the ring or its tongue (with half a millimetre to spare)."""
    x = x - lid.ring_shift
    path = ring_path(np.arange(96) / 96)
    near = np.min(np.hypot(x[..., None] - path[:, 0], y[..., None] - path[:, 1]), axis=-1)
    return (near < 1.8) | (_box(x + 34.6, y, 6.0, 5.0, 2.0) < 0)


def _recess(lid: LidDesign, x: Floats, y: Floats) -> Floats:
    """Distance (mm) of plan points from the edge of the recessed panel, negative inside."""
    return _smooth_max(_rounded_box(lid.panel, x, y), -_tongue(lid, x, y), 3.0)


def _tongue(lid: LidDesign, x: Floats, y: Floats) -> Floats:
    """Distance (mm) of plan points from the raised tongue under the ring's nose, negative inside."""
    return _capsule(x - lid.ring_shift, y, -60.0, -33.0, 0.0, 11.4)


def _rounded_box(box: RoundedBox, x: Floats, y: Floats) -> Floats:
    return _box(x - box.x, y, box.half_length, box.half_width, box.radius)


def _box(x: Floats, y: Floats, half_x: float, half_y: float, radius: float) -> Floats:
    dx, dy = np.abs(x) - half_x + radius, np.abs(y) - half_y + radius
    return np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - radius


def _capsule(x: Floats, y: Floats, start: float, stop: float, middle: float, radius: float) -> Floats:
    return np.hypot(x - np.clip(x, start, stop), y - middle) - radius


def _smooth_max(a: Floats, b: Floats, width: float) -> Floats:
    share = np.maximum(width - np.abs(a - b), 0) / width
    return np.maximum(a, b) + share**2 * width / 4


def _fall(distance: Floats, width: float) -> Floats:
    return _smooth(0.5 - distance / width)


def _smooth(t: Floats) -> Floats:
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)
