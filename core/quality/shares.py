"""What a share can bear: its interval, what none at all rules out, and whether it can be told from the whole.

Wilson: E. B. Wilson, JASA 22 (1927), as compared by Newcombe, Statistics in Medicine 17 (1998) 857. Three in n: Hanley
and Lippman-Hand, JAMA 249 (1983) 1743.
"""

import math
from enum import StrEnum

TWO_SIDED_95 = 1.959963984540054


class Told(StrEnum):
    """How a group's share stands to that of all groups together."""

    HIGHER = "higher"
    LOWER = "lower"
    NOT_ENOUGH = "not enough to tell"


def wilson(successes: int, n: int, z: float = TWO_SIDED_95) -> tuple[float, float]:
    """Wilson's interval of a share, 95 % by default; (0, 1) with nothing counted.

    Raises ValueError for more successes than counted, or for fewer than none.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if not n:
        return 0.0, 1.0
    rate = successes / n
    middle = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return (max(0.0, middle - half) if successes else 0.0, min(1.0, middle + half) if successes < n else 1.0)


def difference(successes: int, n: int, before: int, before_n: int) -> tuple[float, float]:
    """Return the 95 % interval by which one share exceeds another, from Wilson's of both: Newcombe's method 10
    (Statistics in Medicine 17 (1998) 873). The shares differ surely where it does not hold 0; (-1, 1) with nothing."""
    if not n or not before_n:
        return -1.0, 1.0
    now, then = successes / n, before / before_n
    (now_low, now_high), (then_low, then_high) = wilson(successes, n), wilson(before, before_n)
    low = now - then - math.hypot(now - now_low, then_high - then)
    return low, now - then + math.hypot(now_high - now, then - then_low)


def three_in(n: int) -> float:
    """Return the rate that none in ``n`` rules out, at about 95 %: three in n, and 1 where that says nothing."""
    return min(1.0, 3 / n) if n > 0 else 1.0


def told_from(successes: int, n: int, whole: float) -> Told:
    """Say whether a share is surely higher or lower than that of the whole: its interval lies beside it."""
    low, high = wilson(successes, n)
    if low > whole:
        return Told.HIGHER
    return Told.LOWER if high < whole else Told.NOT_ENOUGH
