"""Figures of merit, in plain numpy; the tests compare them with scikit-learn's."""

import math

import cv2
import numpy as np

from core.quality.shares import wilson


def auroc(defective: np.ndarray, score: np.ndarray) -> float:
    """Area under the ROC curve, ties counted half; NaN with one class only."""
    defective = np.asarray(defective, bool)
    positives, negatives = int(defective.sum()), int((~defective).sum())
    if not positives or not negatives:
        return math.nan
    _, place, count = np.unique(np.asarray(score), return_inverse=True, return_counts=True)
    ranks = np.cumsum(count) - (count - 1) / 2
    return float((ranks[place.ravel()][defective].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def accuracy(defective: np.ndarray, called: np.ndarray) -> float:
    """Share of photographs called what they are."""
    return float(np.mean(np.asarray(defective, bool) == np.asarray(called, bool)))


def balanced_accuracy(defective: np.ndarray, called: np.ndarray) -> float:
    """Mean of the two classes' recalls, over the classes that occur."""
    defective, called = np.asarray(defective, bool), np.asarray(called, bool)
    recalls = [np.mean(called[defective == kind] == kind) for kind in (False, True) if (defective == kind).any()]
    return float(np.mean(recalls))


def share(count: int, n: int) -> dict[str, float]:
    """Return a count with its n and Wilson's interval, as reports carry it."""
    low, high = wilson(count, n)
    return {"count": count, "of": n, "low": round(low, 4), "high": round(high, 4)}


def points_inside(heat: np.ndarray, mask: np.ndarray) -> bool:
    """Whether the (first) hottest pixel lies in the mask: the pointing game."""
    return bool(mask.ravel()[int(np.argmax(heat))])


def mask_boxes(mask: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Return the bounding boxes (x0, y0, x1, y1) of a mask's connected regions."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count]]


def intersection_over_union(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    """Of two boxes (x0, y0, x1, y1), right and bottom edges excluded."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(0, width) * max(0, height)
    areas = sum((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
    return shared / (areas - shared) if shared else 0.0
