"""Evidence to heatmap and boxes, on a scale calibrated on good photographs."""

from dataclasses import dataclass

import cv2
import numpy as np

from core.quality.verdict import Box

DECIDES = 0.5
"""The heat from which a place counts as suspect."""

SMALLEST_BOX = 0.0005
"""Regions smaller than this share of the photograph are no box of their own."""

MOST_BOXES = 8


@dataclass(frozen=True)
class HeatScale:
    """What is shown is the evidence plus ``attribution`` times the attribution of the same network.

    At ``level`` it has heat 0.5; ``spread`` (> 0) is from there to heat 0.75.
    """

    level: float
    spread: float
    attribution: float = 0.0


def join(evidence: np.ndarray, attribution: np.ndarray, weight: float) -> np.ndarray:
    """Return the evidence (h, w) at twice its resolution, plus ``weight`` times the smoothed attribution (2h, 2w)."""
    finer = cv2.resize(evidence, attribution.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(finer + weight * cv2.GaussianBlur(attribution, (0, 0), 1.0))


def to_heat(evidence: np.ndarray, scale: HeatScale) -> np.ndarray:
    """Squash evidence (h, w) to heat 0..1, float32: strictly increasing, so that equal heat is equal evidence."""
    u = (evidence.astype(np.float64) - scale.level) / scale.spread
    return (0.5 + 0.5 * u / (1 + np.abs(u))).astype(np.float32)


def find_boxes(heat: np.ndarray, height: int, width: int, *, at_least_one: bool) -> tuple[Box, ...]:
    """Return the suspect regions of a photograph of that height and width, hottest first, at most eight.

    A region is a connected part of the bilinearly upsampled heat above 0.5. With ``at_least_one`` (a side that is
    bad) and nothing above 0.5, the level is lowered to half way between the heat's mean and its maximum.
    """
    scale = min(1.0, 512 / max(height, width))
    small = cv2.resize(heat, (max(1, round(width * scale)), max(1, round(height * scale))))
    level = DECIDES
    if at_least_one and small.max() < DECIDES:
        level = float(small.mean() + small.max()) / 2
    count, labels, stats, _ = cv2.connectedComponentsWithStats((small >= level).astype(np.uint8))
    boxes = []
    for region in range(1, count):
        x, y, w, h, area = stats[region]
        if area < SMALLEST_BOX * small.size and count > 2:
            continue
        score = float(small[labels == region].max())
        boxes.append(Box(
            int(x / scale), int(y / scale),
            min(width, int(np.ceil((x + w) / scale))), min(height, int(np.ceil((y + h) / scale))), score,
        ))
    return tuple(sorted(boxes, key=lambda box: -box.score)[:MOST_BOXES])
