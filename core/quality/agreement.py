"""Whether two people judge alike, beyond what chance brings.

Cohen, Educational and Psychological Measurement 20 (1960) 37; its standard error by Fleiss, Cohen and Everitt,
Psychological Bulletin 72 (1969) 323.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.quality.shares import TWO_SIDED_95, wilson

LEAST_PAIRS = 30
"""Cans that both have judged, below which kappa is not worth a number."""


@dataclass(frozen=True)
class Agreement:
    """Cohen's kappa with its interval at 95 %, -1..1, of ``n`` judged by both; ``share`` 0..1 is that of the same."""

    kappa: float
    low: float
    high: float
    n: int
    share: float


def agreement(counts: Sequence[Sequence[int]]) -> Agreement | None:
    """Return the agreement of two people from a square table: how often the one said the row's and the other the
    column's.

    None with nothing judged, or where kappa is not defined, because both always said the same one thing. Where they
    never differ, the standard error is 0 and says nothing: the interval's lower end is that of Wilson's for the share.
    """
    n = sum(map(sum, counts))
    if not n:
        return None
    shares = [[count / n for count in row] for row in counts]
    kinds = range(len(shares))
    first, second = [sum(row) for row in shares], [sum(row[kind] for row in shares) for kind in kinds]
    same, by_chance = sum(shares[kind][kind] for kind in kinds), sum(first[kind] * second[kind] for kind in kinds)
    if by_chance >= 1:
        return None
    kappa = (same - by_chance) / (1 - by_chance)
    on = sum(shares[kind][kind] * (1 - (first[kind] + second[kind]) * (1 - kappa)) ** 2 for kind in kinds)
    off = (1 - kappa) ** 2 * sum(shares[row][column] * (second[row] + first[column]) ** 2
                                 for row in kinds for column in kinds if row != column)
    spread = max(0.0, on + off - (kappa - by_chance * (1 - kappa)) ** 2)
    half = TWO_SIDED_95 * math.sqrt(spread / n) / (1 - by_chance)
    always = sum(counts[kind][kind] for kind in kinds) == n
    low = (wilson(n, n)[0] - by_chance) / (1 - by_chance) if always else kappa - half
    return Agreement(kappa, max(-1.0, low), min(1.0, kappa + half), n, same)
