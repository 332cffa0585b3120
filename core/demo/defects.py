"""Which defects a can has and how bad: drawn here, laid on the can's points, skin or ring by their own modules."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.demo import code_print, dents, rust
from core.demo.can_shape import CanGrid
from core.demo.lid_shape import ring_reach
from core.demo.skin import BODY_SHAPE, LID_SHAPE, TEXELS_PER_MM, Skin

Floats = NDArray[np.float64]

CODES = ("DNT", "DNS", "SMD", "SWL", "RST", "RPT", "TAB", "COD", "CIL")


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


def draw_defects(first: str, rng: np.random.Generator) -> list[Defect]:
    """One or two defects for a bad can, the first of code `first`; the second, of another code, on every third can."""
    codes = [first]
    if rng.random() < 0.35:
        others = [c for c in CODES if c != first and {c, first} not in ({"COD", "CIL"}, {"RST", "RPT"}, {"DNT", "DNS"})]
        codes.append(str(rng.choice(others)))
    return [Defect(code, float(rng.beta(1.3, 1.1)), int(rng.integers(2**62))) for code in codes]


def lay(defect: Defect, parts: Parts) -> Trace:
    """Lay the defect on the can, in place; returns where it is."""
    rng = np.random.default_rng(defect.seed)
    s = defect.severity
    if defect.code == "DNT":
        size = rng.uniform(3.0, 6.0) + 6 * s * rng.uniform(0.5, 1)
        radii = (size * rng.uniform(0.9, 1.7), min(size * rng.uniform(0.7, 1.1), 9.0))
        place = _wall_place(parts.can, rng), rng.uniform(5.5, 12.5)
        return Trace(grid=dents.dent(parts.can, *place, radii, 0.18 + 2.6 * s**1.5, rng.normal(0, 0.4)))
    if defect.code == "DNS":
        turn = rng.choice([rng.normal(0, 0.35), rng.uniform(0, np.pi)])
        place = _wall_place(parts.can, rng), rng.uniform(5.0, 12.5)
        length, width = rng.uniform(4, 7) + 8 * s, rng.uniform(1.2, 2.2) + 2.4 * s
        return Trace(grid=dents.crease(parts.can, *place, length, width, 0.16 + 2.0 * s**1.4, turn))
    if defect.code == "SMD":
        depth, drop = 0.25 + 2.6 * s**1.3, (0.1 + 1.6 * s) * rng.uniform(0.2, 1.0)
        radius = rng.uniform(3.0, 6.0) + 5 * s
        around = float(rng.uniform(0, parts.can.perimeter))
        return Trace(grid=dents.seam_dent(parts.can, around, radius, depth, drop, rng.uniform(0, 0.8)))
    if defect.code == "SWL":
        return Trace(grid=dents.swell(parts.can, 0.5 + 5.5 * s**1.2, (0.15 + 1.5 * s) * rng.uniform(0.6, 1.2)))
    if defect.code in ("RST", "RPT"):
        return _rust(defect, parts, rng)
    if defect.code == "TAB":
        if rng.random() < 0.5:
            parts.ring = None
        elif parts.ring is not None:
            middle, half = rng.uniform(0.2, 0.8), 0.03 + 0.22 * s
            parts.ring = replace(parts.ring, gap=(middle - half, middle + half))
        return Trace(ring=True)
    area = code_print.code_area(parts.ink)
    if defect.code == "COD":
        parts.ink = np.zeros(LID_SHAPE)
    else:
        failure = str(rng.choice(code_print.FAILURES))
        parts.ink = code_print.spoil_code(parts.ink, failure, s, rng)
        area = np.maximum(area, code_print.code_area(parts.ink))
    return Trace(lid=area)


def _wall_place(can: CanGrid, rng: np.random.Generator) -> float:
    """A place round the can where some view looks: the middles of the short sides are seen only at a slant."""
    while True:
        place = float(rng.uniform(0, can.perimeter))
        column = int(place / can.perimeter * len(can.around)) % len(can.around)
        if abs(can.outward[column, 0]) < 0.97:
            return place


def _rust(defect: Defect, parts: Parts, rng: np.random.Generator) -> Trace:
    body, lid = np.zeros(BODY_SHAPE), np.zeros(LID_SHAPE)
    pitted = defect.code == "RPT"
    on_lid = rng.random() < 0.4
    for number in range(int(rng.integers(1, 5))):
        radius = (1.0 + 9.0 * defect.severity**1.3 * rng.uniform(0.5, 1)) * (1.0 if number == 0 else 0.6)
        if on_lid and number < 2:
            x, y = _free_of_ring(rng)
            at = (y + 32) * TEXELS_PER_MM, (x + 54) * TEXELS_PER_MM
            weight = rust.lay_rust(parts.lid, *at, radius, defect.severity, pitted, rng)
            lid = np.maximum(lid, weight)
        else:
            place = _wall_place(parts.can, rng) / parts.can.perimeter * BODY_SHAPE[1]
            height = rng.choice([rng.uniform(0.08, 0.7), rng.uniform(0.68, 0.98)]) * BODY_SHAPE[0]
            weight = rust.lay_rust(parts.body, height, place, radius, defect.severity, pitted, rng)
            body = np.maximum(body, weight)
    return Trace(body=body, lid=lid)


def _free_of_ring(rng: np.random.Generator) -> tuple[float, float]:
    while True:
        x, y = rng.uniform(-47, 47), rng.uniform(-26, 26)
        if not ring_reach(np.array([x]), np.array([y]))[0]:
            return float(x), float(y)


