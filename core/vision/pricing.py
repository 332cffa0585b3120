"""What thresholds cost: escapes, false rejects and reviews, for photographs and for cans of several sides."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from core.errors import BadInput
from core.quality.thresholds import MINIMUM_BAND, Thresholds
from core.vision.metrics import share

_STEPS = 199
_BANDWIDTH = 0.9


@dataclass(frozen=True)
class Prices:
    """What one mistake costs, in any unit, and how many sides a can has; a bad can shows its defect on one of them.

    ``escape``: a bad can called good; ``reject``: a good can called bad; ``review``: a can to be looked at.
    Raises BadInput for a price that is not positive, a review dearer than both mistakes, or no side.
    """

    escape: float = 5.0
    reject: float = 1.0
    review: float = 0.3
    sides: int = 1

    def __post_init__(self) -> None:
        if not all(np.isfinite(price) and price > 0 for price in (self.escape, self.reject, self.review)):
            raise BadInput("The costs of an escape, a reject and a review are numbers above 0.")
        if self.review > max(self.escape, self.reject):
            raise BadInput("A review that costs more than either mistake is never worth it: give it a lower cost.")
        if not 1 <= self.sides <= 60:
            raise BadInput("A can has from 1 to 60 sides.")


def priced_thresholds(defective: np.ndarray, probability: np.ndarray, prices: Prices) -> Thresholds:
    """Return the pair with the least expected cost for cans, good and bad ones equally often.

    Few photographs say little of rare events, so both classes' probabilities are smoothed on the logit scale (Gaussian
    kernel, Silverman's rule of thumb, 1986) before their tails are read.
    """
    edges = np.arange(1, _STEPS + 1) / (_STEPS + 1)
    bad_photograph = np.asarray(defective, bool)
    alarm = _share_from(probability[~bad_photograph], edges)  # a good side at or above the edge
    miss = 1 - _share_from(probability[bad_photograph], edges)  # a defective side below it
    others_quiet = (1 - alarm) ** (prices.sides - 1)
    good_called_bad = 1 - (1 - alarm) ** prices.sides
    bad_called_bad = 1 - miss * others_quiet
    lower, upper = np.meshgrid(np.arange(_STEPS), np.arange(_STEPS), indexing="ij")
    cost = (
        prices.reject * good_called_bad[upper] + prices.review * (good_called_bad[lower] - good_called_bad[upper])
        + prices.escape * (1 - bad_called_bad[lower])
        + prices.review * (bad_called_bad[lower] - bad_called_bad[upper])
    )
    cost[edges[upper] - edges[lower] < MINIMUM_BAND - 1e-9] = np.inf
    best = np.flatnonzero(cost.ravel() <= cost.min() + 1e-12)
    at = best[len(best) // 2]  # of equal ones the middle, away from both classes
    return Thresholds(round(float(edges[lower.ravel()[at]]), 4), round(float(edges[upper.ravel()[at]]), 4))


def threshold_curve(defective: np.ndarray, probability: np.ndarray, limits: Thresholds) -> list[dict[str, Any]]:
    """Return, for one threshold after the other, what it would let escape, reject and leave to a person, counted, with
    intervals.

    What is left to a person lies between it and the other of the two ``limits``: below the upper one it takes the lower
    one's place, from there on the upper one's.
    """
    bad = np.asarray(defective, bool)
    points = []
    for threshold in np.unique(np.quantile(probability, np.linspace(0, 1, 101)).round(4)):
        called = probability >= threshold
        low, high = (threshold, limits.bad_from) if threshold < limits.bad_from else (limits.good_below, threshold)
        points.append({
            "threshold": float(threshold),
            "escapes": share(int((bad & ~called).sum()), int(bad.sum())),
            "false_rejects": share(int((~bad & called).sum()), int((~bad).sum())),
            "reviews": share(int(((low <= probability) & (probability < high)).sum()), len(bad)),
        })
    return points


def _share_from(probability: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return the smoothed share of photographs at or above each edge."""
    logit, at = (np.log(p) - np.log1p(-p) for p in (np.clip(probability, 1e-4, 1 - 1e-4), edges))
    low, high = np.quantile(logit, (0.25, 0.75))
    spread = min(float(logit.std()), float(high - low) / 1.349 or np.inf)
    width = max(_BANDWIDTH * spread * len(logit) ** -0.2, 0.05)
    beyond = torch.from_numpy((logit[:, None] - at[None]) / width)
    return np.asarray(torch.special.ndtr(beyond).mean(dim=0).numpy())
