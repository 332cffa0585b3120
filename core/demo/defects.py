"""Which defects a can has and how bad: drawn here, laid on the can's points, skin or ring by their own modules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.demo import code_print, dents, holes, rust, scratches, soiling
from core.demo.can_format import TEXELS_PER_MM, CanFormat
from core.demo.can_shape import CanGrid
from core.demo.lid_shape import ring_reach
from core.demo.skin import Skin

Floats = NDArray[np.float64]

CODES = ("DNT", "DNS", "SMD", "SWL", "RST", "RPT", "TAB", "COD", "CIL")
"""What cans have where nothing else is asked for."""

_NEVER_TOGETHER = ({"COD", "CIL"}, {"RST", "RPT"}, {"DNT", "DNS"})


@dataclass(frozen=True)
class Defect:
    """One defect of a can: its code, severity 0 (barely visible) to 1 (gross), and the seed of its details."""

    code: str
    severity: float
    seed: int


@dataclass
class Trace:
    """Where one defect is: weights 0..1 on the grid (rows, columns) and on the skins; whether it concerns the ring."""

    grid: Floats | None = None
    body: Floats | None = None
    lid: Floats | None = None
    ring: bool = False


@dataclass(frozen=True)
class Ring:
    """How the pull ring lies: `gap`, the stretch of turns (0..1) that has broken out; `lift` off the lid, radians."""

    gap: tuple[float, float] | None = None
    lift: float = 0.0


@dataclass
class Parts:
    """All that a defect may change: points, skins, the print's ink, and the ring (None: gone)."""

    can: CanGrid
    body: Skin
    lid: Skin
    ink: Floats
    ring: Ring | None


def draw_defects(first: str, rng: np.random.Generator, codes: Sequence[str] = CODES) -> list[Defect]:
    """One or two defects for a bad can, the first of code `first`; on every third can another of `codes` besides."""
    drawn = [first]
    if rng.random() < 0.35:
        others = [code for code in codes if code != first and {code, first} not in _NEVER_TOGETHER]
        drawn += [str(rng.choice(others))] if others else []
    return [Defect(code, float(rng.beta(1.3, 1.1)), int(rng.integers(2**62))) for code in drawn]


def lay(defect: Defect, parts: Parts) -> Trace:
    """Lay the defect on the can, in place; returns where it is. Raises KeyError for a code that cannot be rendered."""
    return _LAYING[defect.code](parts, defect.severity, np.random.default_rng(defect.seed))


def _smooth_dent(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    size = rng.uniform(3.0, 6.0) + 6 * s * rng.uniform(0.5, 1)
    radii = (size * rng.uniform(0.9, 1.7), min(size * rng.uniform(0.7, 1.1), 9.0))
    place = _wall_place(parts.can, rng), rng.uniform(5.5, parts.can.format.height - 9.5)
    return Trace(grid=dents.dent(parts.can, *place, radii, 0.18 + 2.6 * s**1.5, rng.normal(0, 0.4)))


def _sharp_dent(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    turn = rng.choice([rng.normal(0, 0.35), rng.uniform(0, np.pi)])
    place = _wall_place(parts.can, rng), rng.uniform(5.0, parts.can.format.height - 9.5)
    length, width = rng.uniform(4, 7) + 8 * s, rng.uniform(1.2, 2.2) + 2.4 * s
    return Trace(grid=dents.crease(parts.can, *place, length, width, 0.16 + 2.0 * s**1.4, turn))


def _seam_dent(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    depth, drop = 0.25 + 2.6 * s**1.3, (0.1 + 1.6 * s) * rng.uniform(0.2, 1.0)
    radius = rng.uniform(3.0, 6.0) + 5 * s
    around = float(rng.uniform(0, parts.can.perimeter))
    return Trace(grid=dents.seam_dent(parts.can, around, radius, depth, drop, rng.uniform(0, 0.8)))


def _swell(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    return Trace(grid=dents.swell(parts.can, 0.5 + 5.5 * s**1.2, (0.15 + 1.5 * s) * rng.uniform(0.6, 1.2)))


def _pull_ring(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    if rng.random() < 0.5:
        parts.ring = None
    elif parts.ring is not None:
        middle, half = rng.uniform(0.2, 0.8), 0.03 + 0.22 * s
        parts.ring = replace(parts.ring, gap=(middle - half, middle + half))
    return Trace(ring=True)


def _no_code(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    area = code_print.code_area(parts.ink)
    parts.ink = np.zeros_like(parts.ink)
    return Trace(lid=area)


def _illegible_code(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    area = code_print.code_area(parts.ink)
    failure = str(rng.choice(code_print.FAILURES))
    parts.ink = code_print.spoil_code(parts.ink, failure, s, rng)
    return Trace(lid=np.maximum(area, code_print.code_area(parts.ink)))


def _stain(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    return _rust(parts, s, rng, pitted=False)


def _pits(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    return _rust(parts, s, rng, pitted=True)


def _crushed(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    around, radius = _wall_place(parts.can, rng), rng.uniform(10, 16) + 14 * s
    return Trace(grid=dents.crush(parts.can, around, radius, 0.5 + 8 * s, rng.uniform(0.4, 0.9), rng))


def _puncture(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    skin, at = _place(parts, rng)
    return _on(parts, skin, holes.puncture(skin, *at, 0.3 + 1.9 * s * rng.uniform(0.6, 1), s, rng))


def _false_seam(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    around = float(rng.uniform(0, parts.can.perimeter))
    if rng.random() < 0.5:
        return Trace(grid=dents.seam_vee(parts.can, around, rng.uniform(1.2, 2.5) + 2 * s, 0.4 + 1.8 * s))
    length, flare = rng.uniform(4, 8) + 9 * s, (0.2 + 1.3 * s) * rng.uniform(0.6, 1)
    drop = (0.3 + 1.4 * s) * rng.uniform(0.5, 1)
    return Trace(grid=dents.knocked_down_flange(parts.can, around, length, flare, drop))


def _score_fracture(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    length, width = rng.uniform(3, 7) + 28 * s, 0.2 + 0.9 * s
    return Trace(lid=holes.fracture_score(parts.lid, parts.can.format.lid, length, width, rng))


def _scratch(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    skin, (row, column) = _place(parts, rng)
    weight = np.zeros(skin.bump.shape)
    for _ in range(int(rng.integers(1, 4))):
        beside = row + rng.normal(0, 16), column + rng.normal(0, 24)
        size = (6 + 30 * s) * rng.uniform(0.5, 1), (0.15 + 0.4 * s) * rng.uniform(0.7, 1.2)
        weight = np.maximum(weight, scratches.scratch(skin, *beside, *size, s, rng))
    return _on(parts, skin, weight)


def _dirt(parts: Parts, s: float, rng: np.random.Generator) -> Trace:
    skin, (row, column) = _place(parts, rng)
    soil = soiling.oil if rng.random() < 0.5 else soiling.dirt
    weight = np.zeros(skin.bump.shape)
    for number in range(int(rng.integers(1, 5))):
        spread = 0 if number == 0 else 60
        beside = row + rng.normal(0, spread), column + rng.normal(0, spread)
        radius = (1.5 + 9 * s * rng.uniform(0.5, 1)) * (1.0 if number == 0 else rng.uniform(0.2, 0.6))
        weight = np.maximum(weight, soil(skin, *beside, radius, s, rng))
    return _on(parts, skin, weight)


_LAYING: dict[str, Callable[[Parts, float, np.random.Generator], Trace]] = {
    "DNT": _smooth_dent, "DNS": _sharp_dent, "SMD": _seam_dent, "SWL": _swell, "RST": _stain, "RPT": _pits,
    "TAB": _pull_ring, "COD": _no_code, "CIL": _illegible_code, "CRU": _crushed, "PUN": _puncture, "SMF": _false_seam,
    "SCF": _score_fracture, "COT": _scratch, "DRT": _dirt,
}
ALL_CODES = tuple(_LAYING)
"""Every code that can be rendered."""


def _place(parts: Parts, rng: np.random.Generator) -> tuple[Skin, tuple[float, float]]:
    """A skin of the can and a texel (row, column) of it that some view sees: two of five times on the lid."""
    if rng.random() < 0.4:
        return parts.lid, _lid_texel(parts.can.format, rng)
    rows, columns = parts.body.bump.shape
    column = _wall_place(parts.can, rng) / parts.can.perimeter * columns
    return parts.body, (rng.uniform(0.12, 0.66) * rows, column)


def _on(parts: Parts, skin: Skin, weight: Floats) -> Trace:
    return Trace(lid=weight) if skin is parts.lid else Trace(body=weight)


def _wall_place(can: CanGrid, rng: np.random.Generator) -> float:
    """A place round the can where some view looks."""
    while True:
        place = float(rng.uniform(0, can.perimeter))
        column = int(place / can.perimeter * len(can.around)) % len(can.around)
        if abs(can.outward[column, 0]) < can.format.hidden_beyond:
            return place


def _rust(parts: Parts, s: float, rng: np.random.Generator, pitted: bool) -> Trace:
    body, lid = np.zeros(parts.body.bump.shape), np.zeros(parts.lid.bump.shape)
    on_lid = rng.random() < 0.4
    for number in range(int(rng.integers(1, 5))):
        radius = (1.0 + 9.0 * s**1.3 * rng.uniform(0.5, 1)) * (1.0 if number == 0 else 0.6)
        if on_lid and number < 2:
            weight = rust.lay_rust(parts.lid, *_lid_texel(parts.can.format, rng), radius, s, pitted, rng)
            lid = np.maximum(lid, weight)
        else:
            rows, columns = parts.body.bump.shape
            place = _wall_place(parts.can, rng) / parts.can.perimeter * columns
            height = rng.choice([rng.uniform(0.08, 0.7), rng.uniform(0.68, 0.98)]) * rows
            weight = rust.lay_rust(parts.body, height, place, radius, s, pitted, rng)
            body = np.maximum(body, weight)
    return Trace(body=body, lid=lid)


def _lid_texel(form: CanFormat, rng: np.random.Generator) -> tuple[float, float]:
    """A texel (row, column) of the lid that the pull ring does not hide."""
    while True:
        x, y = (rng.uniform(-reach, reach) for reach in form.lid_reach)
        if not ring_reach(form.lid, np.array([x]), np.array([y]))[0]:
            return (y + form.lid_mm[0] / 2) * TEXELS_PER_MM, (x + form.lid_mm[1] / 2) * TEXELS_PER_MM
