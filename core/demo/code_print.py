"""The lot code printed in dots on the lid, and how such a print fails."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import CLUB, TEXELS_PER_MM, CanFormat

Floats = NDArray[np.float64]

# Columns of the usual 5 x 7 dot font, lowest bit on top.
_FONT = {
    "0": "3E5149453E", "1": "00427F4000", "2": "4261514946", "3": "2141454B31", "4": "1814127F10", "5": "2745454539",
    "6": "3C4A494930", "7": "0171090503", "8": "3649494936", "9": "064949291E", ":": "0036360000", "-": "0808080808",
    "/": "2010080402", "A": "7E1111117E", "B": "7F49494936", "C": "3E41414122", "D": "7F4141221C", "E": "7F49494941",
    "F": "7F09090901", "G": "3E4149497A", "H": "7F0808087F", "L": "7F40404040", "M": "7F020C027F", "P": "7F09090906",
    "R": "7F09192946", "S": "4649494931", "T": "01017F0101", "X": "6314081463", " ": "0000000000",
}
FAILURES = ("faded", "smeared", "dropped dots", "overprinted", "cut off")


def draw_code(rng: np.random.Generator, form: CanFormat = CLUB) -> tuple[Floats, Floats]:
    """A sound print: ink cover on the lid's skin (h, w) 0..1 and the ink's linear colour (3,)."""
    lines = [
        f"{rng.choice(list('ABCDEFGH'))}{rng.integers(100, 999)} {rng.integers(0, 24):02d}:{rng.integers(0, 60):02d}",
        f"{rng.choice(['EXP', 'L'])} {rng.integers(1, 29):02d}/{rng.integers(1, 13):02d}/{rng.integers(26, 31)}",
    ]
    pitch = rng.uniform(0.41, 0.5)
    middle = np.array([form.lid.code_x + rng.normal(0, 1.2), rng.choice([-1, 1]) * rng.uniform(4.0, 7.0)])
    turn = rng.normal(0, 0.02) + (np.pi if rng.random() < 0.4 else 0.0)
    cover = _dots(form.lid_shape, lines, pitch, middle, turn, rng.uniform(0.6, 0.78), rng)
    ink = rng.choice([(0.01, 0.015, 0.06), (0.008, 0.008, 0.01), (0.02, 0.03, 0.12)]) * rng.uniform(0.7, 1.4)
    return cover * rng.uniform(0.78, 0.98), ink


def spoil_code(cover: Floats, failure: str, severity: float, rng: np.random.Generator) -> Floats:
    """The print made illegible: `failure` is one of FAILURES, `severity` 0..1 from half readable to no letter left."""
    rows, columns = np.nonzero(cover > 0.2)
    if rows.size == 0:
        return cover
    if failure == "faded":
        patch = cv2.resize(rng.uniform(0, 1, (6, 12)), cover.shape[::-1], interpolation=cv2.INTER_CUBIC)
        return cover * np.clip((0.5 - 0.46 * severity) * (0.4 + 1.2 * patch), 0, 1)
    if failure == "smeared":
        length = int(9 + 45 * severity) | 1
        kernel = np.linspace(1, 0.15, length)[None] / np.linspace(1, 0.15, length).sum()
        smear = cv2.filter2D(cover, -1, cv2.warpAffine(kernel, np.eye(2, 3), kernel.shape[::-1]), anchor=(0, 0))
        return np.clip(cv2.GaussianBlur(smear, (0, 0), 2.0 + 5 * severity) * (1.5 + severity), 0, 0.9)
    if failure == "dropped dots":
        cell = rng.random((cover.shape[0] // 4 + 1, cover.shape[1] // 4 + 1)) > 0.45 + 0.45 * severity
        keep = cv2.resize(cell.astype(np.float64), cover.shape[::-1], interpolation=cv2.INTER_NEAREST)
        return cover * keep
    if failure == "overprinted":
        again = np.roll(cover, (int(rng.integers(5, 15)), int(rng.integers(7, 30))), axis=(0, 1))
        third = np.roll(cover, (-int(rng.integers(4, 14)), int(rng.integers(3, 40))), axis=(0, 1)) * (severity > 0.4)
        return np.maximum(np.maximum(cover, again), third)
    edge = columns.min() + (columns.max() - columns.min()) * (0.65 - 0.5 * severity)
    wide = np.arange(cover.shape[1])[None]
    return cover * np.clip((edge - wide) / 12.0, 0, 1)


def code_area(cover: Floats) -> Floats:
    """1 over the printed block and a millimetre round it, else 0; the region that a spoilt code concerns."""
    ink = (cover > 0.15).astype(np.uint8)
    places = cv2.findNonZero(ink)
    if places is not None:
        cv2.fillConvexPoly(ink, cv2.convexHull(places), 1)
    return cv2.dilate(ink, np.ones((9, 9), np.uint8)).astype(np.float64)


def _dots(
    shape: tuple[int, int], lines: list[str], pitch: float, middle: Floats, turn: float, size: float,
    rng: np.random.Generator,
) -> Floats:
    cover = np.zeros(shape, np.uint8)
    across, up = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    for number, line in enumerate(lines):
        for place, letter in enumerate(line):
            for column, bits in enumerate(bytes.fromhex(_FONT[letter])):
                for row in range(7):
                    if bits >> row & 1 and rng.random() > 0.012:
                        x = (place * 6 + column - len(line) * 3) * pitch
                        y = ((0.5 - number) * 9.5 + 3.0 - row) * pitch
                        x_mm, y_mm = middle + across * x + up * y + rng.normal(0, 0.035, 2)
                        centre = [(mm * TEXELS_PER_MM + length / 2) * 16
                                  for mm, length in zip((x_mm, y_mm), shape[::-1], strict=True)]
                        radius = size * pitch * TEXELS_PER_MM * 16 * rng.uniform(0.88, 1.12)
                        spot = (int(centre[0]), int(centre[1]))
                        cv2.circle(cover, spot, int(radius), 255, -1, cv2.LINE_AA, 4)
    return cover / 255.0
