"""The rate of bad cans corrected for what the inspection misses and for its false alarms, as checked cans show them:
known ones, and those that a person judged before the verdict was shown.

Rogan and Gladen, American Journal of Epidemiology 107 (1978) 71; the interval allows for how few known cans there are:
Lang and Reiczigel, Preventive Veterinary Medicine 113 (2014) 13.
"""

import math
from dataclasses import dataclass

from core.quality.shares import TWO_SIDED_95

LEAST_CHECKED = 30
"""Checked bad cans, and checked good cans, below which nothing is corrected."""


@dataclass(frozen=True)
class Checked:
    """Inspected cans of known truth: ``found`` of the ``bad`` ones not passed, ``passed`` of the ``good`` ones."""

    found: int = 0
    bad: int = 0
    passed: int = 0
    good: int = 0

    def __add__(self, other: "Checked") -> "Checked":
        """Return both together."""
        return Checked(self.found + other.found, self.bad + other.bad, self.passed + other.passed,
                       self.good + other.good)

    @property
    def enough(self) -> bool:
        """Whether there are enough of both kinds to correct a rate."""
        return min(self.bad, self.good) >= LEAST_CHECKED


@dataclass(frozen=True)
class CorrectedRate:
    """A rate with its interval at 95 %; all 0..1."""

    rate: float
    low: float
    high: float


def corrected_rate(bad: int, n: int, checked: Checked) -> CorrectedRate | None:
    """Return the corrected rate of ``bad`` in ``n`` cans.

    None with too few checked cans, without a can, or where the checked cans were told apart no better than by chance.
    """
    if not checked.enough or not n:
        return None
    finds, passes = checked.found / checked.bad, checked.passed / checked.good
    z2 = TWO_SIDED_95**2
    rate, cans = (bad + z2 / 2) / (n + z2), n + z2
    of_bad, of_good = checked.bad + 2, checked.good + 2
    se, sp = (checked.found + 1) / of_bad, (checked.passed + 1) / of_good
    if finds + passes <= 1 or se + sp <= 1:
        return None
    told_apart = se + sp - 1
    middle = (rate + sp - 1) / told_apart
    bad_spread, good_spread = se * (1 - se) / of_bad, sp * (1 - sp) / of_good
    shifted = middle + 2 * z2 * (middle * bad_spread - (1 - middle) * good_spread)
    half = TWO_SIDED_95 * math.sqrt(
        rate * (1 - rate) / cans + middle**2 * bad_spread + (1 - middle) ** 2 * good_spread) / told_apart
    best = (bad / n + passes - 1) / (finds + passes - 1)
    return CorrectedRate(*(min(1.0, max(0.0, value)) for value in (best, shifted - half, shifted + half)))
