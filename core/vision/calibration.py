"""Set on validation photographs, never on test ones: the probability's scale, the thresholds, the heat's scale."""

import numpy as np
import torch

from core.quality.thresholds import MINIMUM_BAND, Thresholds
from core.vision.heat import HeatScale
from core.vision.network import Head

REJECTED_GOOD = 0.01
"""Share of good validation photographs that may be called bad."""


def fit_logistic(defective: np.ndarray, evidence: np.ndarray) -> tuple[float, float]:
    """Return (slope, offset), slope > 0, of the logistic curve through each photograph's mean evidence.

    Both classes weigh the same and targets are Platt's (1999), short of 0 and 1, so that few photographs, or a gap
    between the classes, give no infinite slope.
    """
    defective = np.asarray(defective, bool)
    middle, spread = float(np.mean(evidence)), float(np.std(evidence)) or 1.0
    x = np.stack([(np.asarray(evidence, np.float64) - middle) / spread, np.ones(len(defective))], axis=1)
    positives, negatives = defective.sum(), (~defective).sum()
    target = np.where(defective, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    weight = np.where(defective, 0.5 / positives, 0.5 / negatives)
    ridge = np.diag([1e-4, 1e-6])
    curve = np.zeros(2)
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ curve, -50, 50)))
        gradient = x.T @ (weight * (p - target)) + ridge @ curve
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        curve -= step * min(1.0, 2.0 / (np.abs(step).max() + 1e-12))
    slope = max(float(curve[0]), 1e-3)
    return slope / spread, float(curve[1]) - slope * middle / spread


def rescale(head: Head, slope: float, offset: float) -> None:
    """Make the head's evidence and logit difference ``slope`` times what they were plus ``offset``."""
    with torch.no_grad():
        head.dense.weight.mul_(slope)
        head.dense.bias.mul_(slope).add_(torch.tensor([-offset / 2, offset / 2]))


def choose_thresholds(defective: np.ndarray, probability: np.ndarray) -> Thresholds:
    """Return the pair: good below what parts the classes best, bad from where hardly a good photograph lies.

    The best parting point has the highest balanced accuracy; of a stretch of equal ones, the place nearest 0.5.
    """
    defective = np.asarray(defective, bool)
    edges = np.unique(np.concatenate([[0.0], probability, [1.0]]))
    middles = (edges[1:] + edges[:-1]) / 2
    merit = np.array([
        np.mean(probability[defective] >= m) + np.mean(probability[~defective] < m) for m in middles
    ])
    best = np.flatnonzero(merit >= merit.max() - 1e-9)
    nearest = min(best, key=lambda i: abs(middles[i] - 0.5))
    parting = float(np.clip(0.5, edges[nearest] + 0.1 * (edges[nearest + 1] - edges[nearest]),
                            edges[nearest + 1] - 0.1 * (edges[nearest + 1] - edges[nearest])))
    good_below = float(np.clip(parting - MINIMUM_BAND / 2, 0.05, 0.9))
    hardly = float(np.quantile(probability[~defective], 1 - REJECTED_GOOD)) + 0.01
    bad_from = float(np.clip(hardly, good_below + MINIMUM_BAND, 0.95))
    return Thresholds(round(good_below, 4), round(max(bad_from, round(good_below, 4) + MINIMUM_BAND), 4))


def attribution_weight(evidence: list[np.ndarray], attribution: list[np.ndarray]) -> float:
    """Return the weight at which defective photographs' attribution varies as much as their evidence does."""
    spread = float(np.mean([a.std() for a in attribution]))
    return float(np.mean([e.std() for e in evidence])) / spread if spread > 0 else 0.0


def heat_scale(good_maxima: np.ndarray, defective_maxima: np.ndarray, weight: float) -> HeatScale:
    """Return the scale on which as small a share of the good maxima as can be has a heat from 0.5 on.

    It is the share of the defective maxima that stay below 0.5, too; half of the defective reach 0.75.
    """
    good, bad = np.asarray(good_maxima, np.float64), np.asarray(defective_maxima, np.float64)
    edges = np.unique(np.concatenate([good, bad]))
    levels = (edges[1:] + edges[:-1]) / 2 if len(edges) > 1 else edges
    above = 1 - np.searchsorted(np.sort(good), levels) / len(good)
    below = np.searchsorted(np.sort(bad), levels) / len(bad)
    level = float(levels[np.argmin(np.abs(above - below))])
    spread = float(np.median(bad)) - level
    smallest = 0.1 * float(np.std(good)) + 1e-3 * abs(level) + 1e-6
    return HeatScale(level, max(spread, smallest), weight)
