"""How far from what is usual a check may stop a photograph, so that all checks of a can together stop few good cans."""

from statistics import NormalDist

A_CAN = 0.01
"""Share of usable cans that all checks of all their sides together are set to stop."""

SIDES, CHECKS = 7, 6
"""What shares that rate: seven sides, each checked for dark, bright, blank, blurred, unfamiliar and another side."""

MOST = 10.0
"""Deviations that are never passed: fewer than half a dozen measures tell nothing of such tails."""


def deviations(count: int) -> float:
    """Return the standard deviations from the mean of ``count`` (> 1) measures at which one check stops one side.

    It is the one-sided prediction limit of a normal measure: Student's quantile, by its expansion in 1 / (count - 1)
    (Abramowitz and Stegun 1964, 26.7.5), and room for a mean that is itself only estimated.
    """
    z = NormalDist().inv_cdf(1 - A_CAN / (SIDES * CHECKS))
    freedom = max(1, count - 1)
    quantile = (
        z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
    return float(min(MOST, quantile * (1 + 1 / max(1, count)) ** 0.5))
