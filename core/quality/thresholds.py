"""The two thresholds on a probability of being defective."""

from dataclasses import dataclass

MINIMUM_BAND = 0.04
"""Smallest distance of the two thresholds: twice the 0.02 by which reduced precision may move a probability, so that
such a shift can turn Good or Bad only into Review, never one into the other."""


@dataclass(frozen=True)
class Thresholds:
    """Below ``good_below`` a side is good, from ``bad_from`` on it is bad, between them a person looks.

    Raises ValueError unless 0 < good_below, bad_from <= 1 and they are at least ``MINIMUM_BAND`` apart.
    """

    good_below: float
    bad_from: float

    def __post_init__(self) -> None:
        inside = self.good_below > 0 and self.bad_from <= 1
        if not (inside and self.bad_from - self.good_below >= MINIMUM_BAND - 1e-9):
            raise ValueError(f"thresholds {self.good_below} and {self.bad_from} are not 0 < good < bad <= 1, "
                             f"{MINIMUM_BAND} apart")
