"""What lies on the metal: grain, smudges, fingerprints, drops, scuffs; every can has some of it, good or bad."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import CLUB, TEXELS_PER_MM, CanFormat
from core.demo.noise import layered_noise, smooth_noise

Floats = NDArray[np.float64]
Pair = tuple[float, float]


@dataclass
class Skin:
    """Maps of one surface, first row at v = 0; colours linear.

    `tint` (h, w, 3) multiplies the metal's reflection, `rough_u` and `rough_v` (h, w) are GGX roughness along and
    across the texture's columns, `bump` (h, w) is height in mm, `cover` (h, w) 0..1 is how much of the metal is hidden
    by matter of colour `cover_color` (h, w, 3): rust, ink, dust.
    """

    tint: Floats
    rough_u: Floats
    rough_v: Floats
    bump: Floats
    cover: Floats
    cover_color: Floats

    def copy(self) -> "Skin":
        return Skin(**{name: value.copy() for name, value in vars(self).items()})

    def lay(self, weight: Floats, color: Floats) -> None:
        """Lay matter of `color` (3,) or (h, w, 3) over the skin where `weight` (h, w) is above 0."""
        share = weight / np.maximum(weight + self.cover * (1 - weight), 1e-6)
        self.cover_color += (color - self.cover_color) * share[..., None]
        self.cover += weight * (1 - self.cover)


def draw_body_skin(rng: np.random.Generator, form: CanFormat = CLUB) -> Skin:
    """The wall's skin: drawing lines run up the wall, so the metal is rougher round the can than along the lines."""
    skin = _bare(form.wall_shape, rng, along_columns=False)
    _marks(skin, rng, int(rng.poisson(9)))
    return skin


def draw_lid_skin(rng: np.random.Generator, form: CanFormat = CLUB) -> Skin:
    """The lid's skin: rolling lines run along the can."""
    skin = _bare(form.lid_shape, rng, along_columns=True)
    _marks(skin, rng, int(rng.poisson(4)))
    return skin


def near(skin: Skin, row: float, column: float, reach: float) -> tuple[Skin, tuple[slice, slice]]:
    """The skin's part within `reach` texels of a texel, as a view that changes it, and where that part lies.

    A texel beyond the skin counts as its nearest.
    """
    height, width = skin.bump.shape
    rows, columns = _span(row, reach, height), _span(column, reach, width)
    return Skin(**{name: value[rows, columns] for name, value in vars(skin).items()}), (rows, columns)


def _span(middle: float, reach: float, length: int) -> slice:
    nearest = min(max(int(middle), 0), length - 1)
    return slice(max(0, nearest - int(reach)), min(length, nearest + int(reach)))


def lid_points(lid: Skin) -> tuple[Floats, Floats]:
    """Plan points x and y (mm) of the texels of a lid's skin."""
    rows, columns = lid.bump.shape
    y, x = np.mgrid[:rows, :columns]
    return (x - columns / 2) / TEXELS_PER_MM, (y - rows / 2) / TEXELS_PER_MM


def disc(shape: tuple[int, ...], middle: Pair, radius: Pair, turn: float = 0.0) -> Floats:
    """Distance (1 on the rim) from an ellipse's middle; `middle` and `radius` are (rows, columns) in texels."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    dy, dx = y - middle[0], x - middle[1]
    c, s = np.cos(turn), np.sin(turn)
    return np.asarray(np.hypot((c * dy - s * dx) / radius[0], (s * dy + c * dx) / radius[1]), dtype=np.float64)


def step(value: Floats, start: float, stop: float) -> Floats:
    """0 at `start`, 1 at `stop`, smooth between; start may be the larger."""
    t = np.clip((value - start) / (stop - start), 0, 1)
    return t * t * (3 - 2 * t)


def _bare(shape: tuple[int, int], rng: np.random.Generator, along_columns: bool) -> Skin:
    long, short = rng.uniform(50, 120), rng.uniform(1.2, 2.2)
    scale = (short, long) if along_columns else (long, short)
    grain = smooth_noise(rng, shape, scale)
    wide = (short * 8, long * 2) if along_columns else (long * 2, short * 8)
    streak = smooth_noise(rng, shape, wide)
    cloud = layered_noise(rng, shape, 90, 3)
    tone = rng.uniform(0.86, 0.97) * np.array([1 + rng.normal(0, 0.012), 1.0, 1 + rng.normal(0, 0.02)])
    tint = tone * (1 + 0.025 * grain + 0.02 * streak + 0.015 * cloud)[..., None]
    smooth, rough = rng.uniform(0.06, 0.12), rng.uniform(0.12, 0.24)
    spread = 1 + 0.08 * streak + 0.1 * cloud
    rough_u, rough_v = (smooth, rough) if along_columns else (rough, smooth)
    bump = grain * rng.uniform(0.0004, 0.0016) + cloud * rng.uniform(0.002, 0.012)
    return Skin(
        np.clip(tint, 0, 1), np.clip(rough_u * spread, 0.05, 0.6), np.clip(rough_v * spread, 0.05, 0.6), bump,
        np.zeros(shape), np.zeros((*shape, 3)) + 0.1,
    )


def _marks(skin: Skin, rng: np.random.Generator, count: int) -> None:
    """Harmless marks, in place: smudges, fingerprints, water drops, fine scuffs and dust, as found on any line."""
    shape = skin.bump.shape
    for kind in rng.choice(["smudge", "print", "drops", "scuff", "dust"], size=count, p=[0.33, 0.17, 0.08, 0.26, 0.16]):
        own = np.random.default_rng(rng.integers(2**63))
        row, column = own.uniform(0, shape[0]), own.uniform(60, shape[1] - 60)
        window = (slice(max(0, int(row) - 110), int(row) + 110), slice(max(0, int(column) - 110), int(column) + 110))
        part = Skin(**{name: value[window] for name, value in vars(skin).items()})
        at = (row - window[0].start, column - window[1].start)
        {"smudge": _smudge, "print": _fingerprint, "drops": _drops, "scuff": _scuff, "dust": _dust}[kind](part, at, own)


def _beside(at: Pair, spread: float, rng: np.random.Generator) -> Pair:
    down, right = rng.normal(0, spread, 2)
    return at[0] + float(down), at[1] + float(right)


def _smudge(part: Skin, at: Pair, rng: np.random.Generator) -> None:
    area = disc(part.bump.shape, at, (rng.uniform(14, 75), rng.uniform(14, 75)), rng.uniform(0, 3.1))
    film = step(area + 0.25 * layered_noise(rng, part.bump.shape, 30), 1.0, 0.3) * rng.uniform(0.2, 0.8)
    part.rough_u += film * 0.16
    part.rough_v += film * 0.16
    part.tint *= (1 - rng.uniform(0.02, 0.12) * film)[..., None]


def _fingerprint(part: Skin, at: Pair, rng: np.random.Generator) -> None:
    turn = rng.uniform(0, 3.1)
    area = disc(part.bump.shape, at, (72.0, 50.0), turn)
    whorl = disc(part.bump.shape, (at[0] + 9, at[1]), (72.0, 50.0), turn)
    whorl += 0.05 * smooth_noise(rng, (part.bump.shape[0], part.bump.shape[1]), (30, 30))
    lines = 0.5 + 0.5 * np.sin(whorl * 2 * np.pi * 15)
    film = step(area + 0.2 * layered_noise(rng, part.bump.shape, 40), 1.0, 0.6) * (0.35 + 0.65 * lines)
    film = film * rng.uniform(0.3, 0.9)
    part.rough_u += 0.15 * film
    part.rough_v += 0.15 * film
    part.tint *= (1 - 0.07 * film)[..., None]


def _drops(part: Skin, at: Pair, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(2, 9))):
        radius = rng.uniform(3, 11)
        rim = disc(part.bump.shape, _beside(at, 35, rng), (radius * rng.uniform(0.9, 1.3), radius))
        cap = np.clip(1 - rim**2, 0, 1)
        part.bump += cap * radius / TEXELS_PER_MM * rng.uniform(0.1, 0.2)
        wet = step(rim, 1.1, 0.9)
        part.rough_u += (0.06 - part.rough_u) * wet
        part.rough_v += (0.06 - part.rough_v) * wet
        part.tint *= (1 - 0.1 * wet)[..., None]


def _scuff(part: Skin, at: Pair, rng: np.random.Generator) -> None:
    canvas = np.zeros(part.bump.shape, np.uint8)
    turn = rng.uniform(0, np.pi)
    for _ in range(int(rng.integers(1, 7))):
        start = np.array([at[1], at[0]]) + rng.normal(0, 8, 2)
        stop = start + rng.uniform(12, 70) * np.array([np.cos(turn), np.sin(turn)]) + rng.normal(0, 4, 2)
        ends = [tuple(round(v * 16) for v in p) for p in (start, stop)]
        cv2.line(canvas, ends[0], ends[1], int(rng.integers(70, 220)), 1, cv2.LINE_AA, 4)
    line = canvas / 255.0
    part.rough_u += 0.2 * line
    part.rough_v += 0.2 * line
    part.bump -= 0.004 * line


def _dust(part: Skin, at: Pair, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(3, 14))):
        place = _beside(at, 45, rng)
        speck = step(disc(part.bump.shape, place, (rng.uniform(0.8, 1.8), rng.uniform(0.8, 2.4))), 1.3, 0.7)
        part.lay(speck * rng.uniform(0.3, 0.8), np.full(3, rng.uniform(0.08, 0.45)))
