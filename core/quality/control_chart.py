"""Control charts whose limits are computed from the first subgroups of each phase and then stay as they are.

p- and u-charts with subgroups of unequal size: Montgomery, Introduction to Statistical Quality Control, 7.2 and 7.3.
p': Laney, Quality Engineering 14 (2002) 531. Individuals: Montgomery, 6.4. Runs: ``run_rules``.
"""

import itertools
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from core.quality.run_rules import DEFAULT_RULES, Rule, run_signals
from core.quality.shares import three_in

BASELINE = 20
"""Subgroups of which a phase's limits are computed: Montgomery asks for 20 to 25."""

FEW = 5
"""With fewer than so many expected, the normal limits do not hold."""

SIGMAS = 3.0
ONE_SIDED_3_SIGMA = 0.00135
_MOVING_RANGE = 1.128
"""The mean range of two, in standard deviations."""


@dataclass(frozen=True)
class Subgroup:
    """Cans that are looked at together: ``count`` of them bad, or with so many defects, in ``n`` of them.

    Raises ValueError without a can, or for a count below none.
    """

    count: int
    n: int

    def __post_init__(self) -> None:
        if self.n < 1 or self.count < 0:
            raise ValueError(f"{self.count} in {self.n} is no subgroup")

    @property
    def rate(self) -> float:
        """Count by can."""
        return self.count / self.n


@dataclass(frozen=True)
class Point:
    """One subgroup on a chart with its limits; ``phase`` counts from 0.

    ``few``: fewer than five are expected in it, so only more than chance would bring (1 in 741, by the exact
    distribution) is a signal. ``baseline``: the limits are computed from it, among others.
    """

    value: float
    centre: float
    low: float
    high: float
    phase: int
    few: bool
    baseline: bool
    signals: tuple[Rule, ...]

    @property
    def above(self) -> bool:
        """Whether it lies above its centre line."""
        return self.value > self.centre


def p_chart(
    subgroups: Sequence[Subgroup], starts: Collection[int] = (), rules: Collection[Rule] = DEFAULT_RULES, *,
    laney: bool = False, baseline: int = BASELINE,
) -> list[Point]:
    """Return the share of bad cans in each subgroup with its limits.

    ``starts`` are the places at which a new phase begins. Where the baseline has no bad can at all, the limits are
    those of three in as many cans. ``laney`` widens or narrows the limits by how much the baseline spreads.
    Raises ValueError for more bad cans than cans.
    """
    if any(one.count > one.n for one in subgroups):
        raise ValueError("more bad cans than cans")

    def spread(assumed: float, n: int) -> float:
        return math.sqrt(assumed * (1 - assumed) / n)

    return _chart(subgroups, starts, rules, spread, 1.0, baseline, laney)


def u_chart(
    subgroups: Sequence[Subgroup], starts: Collection[int] = (), rules: Collection[Rule] = DEFAULT_RULES, *,
    baseline: int = BASELINE,
) -> list[Point]:
    """Return the defects a can in each subgroup with their limits; as ``p_chart`` otherwise."""

    def spread(assumed: float, n: int) -> float:
        return math.sqrt(assumed / n)

    return _chart(subgroups, starts, rules, spread, math.inf, baseline, laney=False)


def individuals_chart(
    values: Sequence[float], starts: Collection[int] = (), rules: Collection[Rule] = DEFAULT_RULES, *,
    baseline: int = BASELINE,
) -> list[Point]:
    """Return measured values with limits from their moving ranges; a phase of one value has limits at that value."""
    points: list[Point] = []
    for phase, (first, last) in enumerate(_phases(len(values), starts)):
        known = values[first:min(last, first + baseline)]
        centre, half = sum(known) / len(known), SIGMAS * _moving_spread(known)
        heights = [value - centre for value in values[first:last]]
        for place, (value, runs) in enumerate(zip(values[first:last], run_signals(heights, rules), strict=True)):
            low, high = centre - half, centre + half
            beyond = Rule.BEYOND in rules and len(known) > 1 and not low <= value <= high
            points.append(Point(value, centre, low, high, phase, few=False, baseline=place < baseline,
                                signals=(*([Rule.BEYOND] if beyond else []), *runs)))
    return points


def _chart(
    subgroups: Sequence[Subgroup], starts: Collection[int], rules: Collection[Rule],
    spread: Callable[[float, int], float], most: float, baseline: int, laney: bool,
) -> list[Point]:
    points: list[Point] = []
    for phase, (first, last) in enumerate(_phases(len(subgroups), starts)):
        members = subgroups[first:last]
        known = members[:baseline]
        counted, cans = sum(one.count for one in known), sum(one.n for one in known)
        centre = counted / cans
        assumed = centre or three_in(cans)
        widths = [spread(assumed, one.n) for one in members]
        heights = [(one.rate - centre) / width if width else 0.0 for one, width in zip(members, widths, strict=True)]
        wider = _moving_spread(heights[:baseline]) if laney and len(known) > 1 else 1.0
        few = [one.n * assumed < FEW for one in members]
        runs = run_signals([None if is_few else height for is_few, height in zip(few, heights, strict=True)], rules)
        for place, one in enumerate(members):
            half = SIGMAS * wider * widths[place]
            low, high = max(0.0, centre - half), min(most, centre + half)
            if few[place]:
                low, high = 0.0, _most_by_chance(assumed, one.n, most) / one.n
            beyond = Rule.BEYOND in rules and not low <= one.rate <= high
            points.append(Point(one.rate, centre, low, high, phase, few[place], place < baseline,
                                (*([Rule.BEYOND] if beyond else []), *runs[place])))
    return points


def _phases(count: int, starts: Collection[int]) -> Iterator[tuple[int, int]]:
    """The first and the place after the last of every phase."""
    edges = [0, *sorted({start for start in starts if 0 < start < count}), count]
    for first, last in itertools.pairwise(edges):
        if first < last:
            yield first, last


def _moving_spread(values: Sequence[float]) -> float:
    ranges = [abs(later - earlier) for earlier, later in itertools.pairwise(values)]
    return sum(ranges) / len(ranges) / _MOVING_RANGE if ranges else 0.0


def _most_by_chance(rate: float, n: int, most: float) -> int:
    """The largest count that chance still brings: more have, at this rate, a probability of at most 1 in 741.

    Binomial where a can counts once at most, else Poisson.
    """
    once = most <= 1
    if once and rate >= 1:
        return n
    count, term = 0, (1 - rate) ** n if once else math.exp(-rate * n)
    below = term
    while 1 - below > ONE_SIDED_3_SIGMA:
        term *= (n - count) * rate / ((count + 1) * (1 - rate)) if once else rate * n / (count + 1)
        count += 1
        below += term
    return count
