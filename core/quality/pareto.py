"""Which few kinds make up most of what is counted."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One kind: how many, its share of all, and the share of it and all larger ones; shares 0..1."""

    kind: str
    count: int
    share: float
    cumulative: float


def pareto(counts: Mapping[str, int]) -> list[Bar]:
    """Return the kinds that were counted at all, the largest first and those of one size by name."""
    total, so_far, bars = sum(counts.values()), 0, []
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count:
            so_far += count
            bars.append(Bar(kind, count, count / total, so_far / total))
    return bars
