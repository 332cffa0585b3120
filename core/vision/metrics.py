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


HEAT_BINS = 2048
PRO_LIMIT = 0.3


def roc(defective: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return false and true positive rates and their thresholds, the highest first; the first point is (0, 0).

    A photograph is called defective from the threshold on. NaN for the rate of a class that does not occur.
    """
    order, last = _descending(score)
    hits = np.cumsum(np.asarray(defective, bool)[order])[last]
    with np.errstate(invalid="ignore"):
        true, false = hits / hits[-1], (last + 1 - hits) / (last[-1] + 1 - hits[-1])
    return np.r_[0.0, false], np.r_[0.0, true], np.r_[np.inf, np.asarray(score)[order][last]]


def precision_recall(defective: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return precision, recall and their thresholds, the highest first."""
    order, last = _descending(score)
    hits = np.cumsum(np.asarray(defective, bool)[order])[last]
    return hits / (last + 1), hits / hits[-1], np.asarray(score)[order][last]


def average_precision(defective: np.ndarray, score: np.ndarray) -> float:
    """Mean precision over the recall gained, without interpolation; NaN without a defective photograph."""
    if not np.any(defective):
        return math.nan
    precision, recall, _ = precision_recall(defective, score)
    return float(np.sum(np.diff(np.r_[0.0, recall]) * precision))


def brier(defective: np.ndarray, probability: np.ndarray) -> float:
    """Mean squared distance of probability and truth; 0 is best."""
    return float(np.mean((np.asarray(probability, float) - np.asarray(defective, bool)) ** 2))


def heat_histograms(heat: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how much heat (0..1) each region of a mask has (R, bins), and the sound pixels (bins), as counts."""
    bins = np.clip((heat * HEAT_BINS).astype(np.int64), 0, HEAT_BINS - 1)
    count, labels = cv2.connectedComponents(mask.astype(np.uint8))
    counts = np.bincount((labels * HEAT_BINS + bins).ravel(), minlength=count * HEAT_BINS).reshape(count, HEAT_BINS)
    return counts[1:], counts[0]


def per_region_overlap(regions: np.ndarray, sound: np.ndarray) -> float:
    """Return PRO (Bergmann et al. 2021, doi:10.1007/s11263-020-01400-4): 1 is best.

    The mean share of each region (R, bins) that is found, over the share of sound pixels (bins) called defective up to
    ``PRO_LIMIT``, as its normalised area.
    """
    found = (regions[:, ::-1].cumsum(axis=1) / regions.sum(axis=1, keepdims=True)).mean(axis=0)
    alarmed = sound[::-1].cumsum() / sound.sum()
    found, alarmed = np.r_[0.0, found], np.r_[0.0, alarmed]
    inside = alarmed <= PRO_LIMIT
    at_limit = np.interp(PRO_LIMIT, alarmed, found)
    return float(np.trapezoid(np.r_[found[inside], at_limit], np.r_[alarmed[inside], PRO_LIMIT]) / PRO_LIMIT)


def _descending(score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the order of falling scores, and in it the last place of each score."""
    order = np.argsort(-np.asarray(score), kind="stable")
    return order, np.flatnonzero(np.r_[np.diff(np.asarray(score)[order]) != 0, True])


def auroc_interval(defective: np.ndarray, score: np.ndarray, z: float = 1.959963984540054) -> tuple[float, float]:
    """Return an interval of the AUROC, 95 % by default.

    Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747.
    """
    area = auroc(defective, score)
    positives = int(np.sum(np.asarray(defective, bool)))
    negatives = len(defective) - positives
    if math.isnan(area):
        return 0.0, 1.0
    both_positive, both_negative = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (
        area * (1 - area) + (positives - 1) * (both_positive - area**2) + (negatives - 1) * (both_negative - area**2)
    ) / (positives * negatives)
    half = z * math.sqrt(max(0.0, variance))
    return max(0.0, area - half), min(1.0, area + half)
