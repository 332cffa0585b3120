"""Rules that make a point of a control chart a signal, on standardised points.

Numbers of Nelson, Journal of Quality Technology 16 (1984) 237, tests 1 to 4. With subgroups of unequal size runs are
looked for on standardised points (Montgomery, Introduction to Statistical Quality Control, 7.2.2).
"""

import itertools
from collections.abc import Callable, Collection, Sequence
from enum import StrEnum

ONE_SIDE, TREND, ALTERNATING = 9, 6, 14


class Rule(StrEnum):
    """What makes a point a signal."""

    BEYOND = "beyond"
    ONE_SIDE = "one side"
    TREND = "trend"
    ALTERNATING = "alternating"


DEFAULT_RULES = frozenset({Rule.BEYOND})


def run_signals(heights: Sequence[float | None], rules: Collection[Rule]) -> list[list[Rule]]:
    """Return, for each point, the run rules of ``rules`` that a run ending there breaks.

    ``heights`` are the points' distances from the centre line in standard deviations; None, for a point that cannot
    be told, ends every run. One beyond three standard deviations is not judged here.
    """
    chosen = [(rule, *_RUNS[rule]) for rule in _RUNS if rule in rules]
    found: list[list[Rule]] = []
    for end in range(1, len(heights) + 1):
        broken = []
        for rule, length, breaks in chosen:
            run = [height for height in heights[max(0, end - length):end] if height is not None]
            if len(run) == length and breaks(run):
                broken.append(rule)
        found.append(broken)
    return found


def _on_one_side(run: Sequence[float]) -> bool:
    return all(height > 0 for height in run) or all(height < 0 for height in run)


def _steps(run: Sequence[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(run)]


def _trending(run: Sequence[float]) -> bool:
    return _on_one_side(_steps(run))


def _alternating(run: Sequence[float]) -> bool:
    steps = _steps(run)
    return all(one * other < 0 for one, other in itertools.pairwise(steps))


_RUNS: dict[Rule, tuple[int, Callable[[Sequence[float]], bool]]] = {
    Rule.ONE_SIDE: (ONE_SIDE, _on_one_side), Rule.TREND: (TREND, _trending),
    Rule.ALTERNATING: (ALTERNATING, _alternating),
}
