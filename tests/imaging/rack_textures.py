"""What drawn racks are made of: walls behind them, loads on pallets, and the two styles that put them together."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

Picture = np.ndarray
Texture = Callable[[np.random.Generator], Picture]


@dataclass(frozen=True)
class Style:
    """What one family of racks is made of; colours are RGB 0..1."""

    walls: tuple[Texture, ...]
    loads: tuple[Texture, ...]
    uprights: tuple[tuple[float, float, float], ...]
    beams: tuple[tuple[float, float, float], ...]
    long_lamps: bool
    barred_shadows: bool


def _noise(rng: np.random.Generator, height: int, width: int, coarse: int, strength: float) -> Picture:
    small = rng.normal(0, strength, (height // coarse + 2, width // coarse + 2, 1)).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]


def plain(rng: np.random.Generator, height: int = 300, width: int = 400, colour: object = None) -> Picture:
    base = rng.uniform(0.15, 0.85, 3) * 0.5 + rng.uniform(0.1, 0.4) if colour is None else np.asarray(colour)
    picture = np.ones((height, width, 3), np.float32) * base.astype(np.float32)
    return np.clip(picture + _noise(rng, height, width, 40, 0.03) + _noise(rng, height, width, 3, 0.015), 0.02, 1)


def _painted_wall(rng: np.random.Generator) -> Picture:
    return plain(rng, 500, 900, np.full(3, rng.uniform(0.25, 0.8)) + rng.normal(0, 0.03, 3))


def _dark_back(rng: np.random.Generator) -> Picture:
    return plain(rng, 500, 900, rng.uniform(0.05, 0.15, 3))


def _bricks(rng: np.random.Generator) -> Picture:
    wall = plain(rng, 500, 900, rng.uniform(0.3, 0.6, 3))
    for row, y in enumerate(range(0, 500, 22)):
        cv2.line(wall, (0, y), (900, y), (0.65, 0.64, 0.62), 2)
        for x in range(-(row % 2) * 28, 900, 56):
            cv2.line(wall, (x, y), (x, y + 22), (0.65, 0.64, 0.62), 2)
    return wall


def _panels(rng: np.random.Generator) -> Picture:
    wall = plain(rng, 500, 900, rng.uniform(0.35, 0.75, 3))
    for x in range(0, 900, int(rng.integers(60, 140))):
        cv2.line(wall, (x, 0), (x, 500), tuple(float(v) for v in wall[0, 0] * 0.6), 3)
    return wall


def _corrugated(rng: np.random.Generator) -> Picture:
    wall = plain(rng, 500, 900, rng.uniform(0.3, 0.7, 3))
    return wall * (1 + 0.22 * np.sin(np.arange(900) / rng.uniform(2.5, 6)))[None, :, None].astype(np.float32)


def _lattice(rng: np.random.Generator) -> Picture:
    wall = plain(rng, 500, 900, rng.uniform(0.1, 0.3, 3))
    for step in range(-500, 900, int(rng.integers(18, 34))):
        cv2.line(wall, (step, 0), (step + 500, 500), (0.5, 0.52, 0.5), 1, cv2.LINE_AA)
        cv2.line(wall, (step + 500, 0), (step, 500), (0.5, 0.52, 0.5), 1, cv2.LINE_AA)
    return wall


def _hall_behind(rng: np.random.Generator) -> Picture:
    wall = plain(rng, 500, 900, rng.uniform(0.2, 0.4, 3))
    for _ in range(60):
        x, y, w, h = rng.integers((0, 0, 20, 15), (880, 480, 160, 90))
        cv2.rectangle(wall, (int(x), int(y)), (int(x + w), int(y + h)), tuple(rng.uniform(0.1, 0.6, 3)), -1)
    return cv2.GaussianBlur(wall, (0, 0), float(rng.uniform(2, 6)))


def _cartons(rng: np.random.Generator) -> Picture:
    load = plain(rng, colour=np.array([0.62, 0.47, 0.32]) * rng.uniform(0.6, 1.2) + rng.normal(0, 0.06, 3))
    for y in range(0, 300, int(rng.integers(50, 110))):
        cv2.line(load, (0, y), (400, y), (0.2, 0.15, 0.1), 2)
    for x in range(0, 400, int(rng.integers(60, 140))):
        cv2.line(load, (x, 0), (x, 300), (0.2, 0.15, 0.1), 2)
    for _ in range(int(rng.integers(0, 6))):
        x, y = rng.integers((10, 10), (340, 250))
        cv2.rectangle(load, (int(x), int(y)), (int(x) + 40, int(y) + 26), (0.9, 0.9, 0.88), -1)
    return load


def _wrapped(rng: np.random.Generator) -> Picture:
    load = plain(rng, colour=rng.uniform(0.3, 0.85, 3))
    for _ in range(30):
        x0, y0, x1, y1 = rng.integers(0, (400, 300, 400, 300))
        cv2.line(load, (int(x0), int(y0)), (int(x0 + (x1 - x0) * 0.3), int(y1)), (0.95, 0.96, 0.97), 1, cv2.LINE_AA)
    return cv2.GaussianBlur(load, (0, 0), 1.2)


def _one_box(rng: np.random.Generator) -> Picture:
    return plain(rng, colour=rng.uniform(0.08, 0.9, 3))


def _crates(rng: np.random.Generator) -> Picture:
    colour = rng.uniform(0.1, 0.8, 3)
    load = plain(rng, colour=colour)
    for y in range(0, 300, 75):
        for x in range(0, 400, 100):
            cv2.rectangle(load, (x + 6, y + 6), (x + 94, y + 69), tuple(colour * 0.6), 4)
            cv2.rectangle(load, (x + 36, y + 14), (x + 64, y + 24), (0.04, 0.04, 0.04), -1)
    return load


def _drums(rng: np.random.Generator) -> Picture:
    load = plain(rng, colour=rng.uniform(0.1, 0.8, 3))
    across = np.arange(400) % 133 / 133
    load *= (0.35 + 0.85 * np.sin(np.pi * across))[None, :, None].astype(np.float32)
    for y in (90, 100, 195, 205):
        load[y:y + 3] *= 0.75
    return np.clip(load, 0, 1)


def _sacks(rng: np.random.Generator) -> Picture:
    load = plain(rng, colour=np.array([0.8, 0.76, 0.66]) * rng.uniform(0.5, 1.1))
    for y in range(0, 300, 43):
        rounded = 0.55 + 0.5 * np.sin(np.pi * np.arange(min(43, 300 - y)) / 43)
        load[y:y + 43] *= rounded[:, None, None].astype(np.float32)
    return np.clip(load + _noise(rng, 300, 400, 12, 0.05), 0, 1)


def _trays_of_cans(rng: np.random.Generator) -> Picture:
    load = plain(rng, colour=rng.uniform(0.3, 0.7, 3))
    for y in range(12, 300, 34):
        for x in range(14, 400, 28):
            cv2.rectangle(load, (x - 11, y - 8), (x + 11, y + 16), (0.75, 0.76, 0.78), -1)
            cv2.rectangle(load, (x - 11, y - 8), (x - 6, y + 16), (0.4, 0.4, 0.42), -1)
    return load


def _printed_film(rng: np.random.Generator) -> Picture:
    load = plain(rng, colour=rng.uniform(0.2, 0.9, 3))
    for _ in range(14):
        x, y, r = rng.integers((0, 0, 12), (400, 300, 60))
        cv2.circle(load, (int(x), int(y)), int(r), tuple(rng.uniform(0.05, 0.95, 3)), -1)
    return cv2.GaussianBlur(load, (0, 0), 2)


STYLES = {
    "development": Style(
        (_painted_wall, _dark_back, _bricks, _panels), (_cartons, _wrapped, _one_box, _crates),
        ((0.1, 0.22, 0.5), (0.45, 0.46, 0.48), (0.12, 0.35, 0.2)), ((0.85, 0.4, 0.08), (0.8, 0.7, 0.1)), False, False,
    ),
    "held out": Style(
        (_corrugated, _lattice, _hall_behind, _painted_wall), (_drums, _sacks, _trays_of_cans, _printed_film, _one_box),
        ((0.2, 0.2, 0.2), (0.5, 0.1, 0.1), (0.7, 0.7, 0.66)), ((0.2, 0.4, 0.7), (0.6, 0.6, 0.62), (0.75, 0.15, 0.1)),
        True, True,
    ),
}
