"""How well a sample tells: the chance that a plan accepts a lot, and the rate that a result rules out.

Binomial where the lot is large beside the sample, hypergeometric where the lot's size is known: D. C. Montgomery,
Introduction to Statistical Quality Control, chapters 3.2 and 15.2; NIST/SEMATECH e-Handbook, 6.2.3.2. The limit is that
of C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404, one-sided.
"""

import math
from collections.abc import Iterable

CONFIDENCE = 0.95


def binomial_accepts(accept: int, n: int, rate: float) -> float:
    """Return the chance of at most ``accept`` among ``n`` cans of a line that makes this rate of them, 0..1.

    Raises ValueError for a rate outside 0..1 or a negative number.
    """
    _check(accept, n, rate)
    if accept >= n or rate == 0:
        return 1.0
    if rate == 1:
        return 0.0
    log_yes, log_no = math.log(rate), math.log1p(-rate)
    return min(1.0, math.fsum(
        math.exp(_log_choose(n, found) + found * log_yes + (n - found) * log_no) for found in range(accept + 1)
    ))


def hypergeometric_accepts(accept: int, n: int, lot: int, bad: int) -> float:
    """Return the chance of at most ``accept`` bad among ``n`` cans drawn from a lot with ``bad`` ones, none put back.

    Raises ValueError for a sample or a number of bad cans larger than the lot, or a negative number.
    """
    _check(accept, n, 0.0)
    if not 0 <= bad <= lot or n > lot:
        raise ValueError(f"{n} cans with {bad} bad ones are not to be drawn from {lot}")
    fewest, most = max(0, n - (lot - bad)), min(accept, n, bad)
    every = _log_choose(lot, n)
    return min(1.0, math.fsum(
        math.exp(_log_choose(bad, found) + _log_choose(lot - bad, n - found) - every)
        for found in range(fewest, most + 1)
    ))


def operating_curve(accept: int, n: int, lot: int, rates: Iterable[float]) -> list[float]:
    """Return, for each rate of bad cans in a lot, the chance that it is accepted; the rate is rounded to whole cans.

    A sample as large as the lot or larger finds every bad can.
    """
    drawn = min(n, lot)
    return [hypergeometric_accepts(accept, drawn, lot, round(rate * lot)) for rate in rates]


def ruled_out(found: int, n: int, confidence: float = CONFIDENCE) -> float:
    """Return the rate above which a line would have shown more than it did, with this confidence; 1 with nothing seen.

    So 0 of 200 rules out more than 1.5 % at 95 %. Raises ValueError for more found than seen.
    """
    if not 0 <= found <= n:
        raise ValueError(f"{found} of {n} is no share")
    if found == n:
        return 1.0
    low, high = found / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if binomial_accepts(found, n, middle) > 1 - confidence else (low, middle)
    return high


def rate_accepted(accept: int, n: int, chance: float) -> float:
    """Return the rate of bad cans at which a large lot is accepted with this chance, 0 < chance < 1."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if binomial_accepts(accept, n, middle) > chance else (low, middle)
    return high


def _check(accept: int, n: int, rate: float) -> None:
    if accept < 0 or n < 0 or not 0 <= rate <= 1:
        raise ValueError(f"accepting {accept} of {n} at a rate of {rate} means nothing")


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
