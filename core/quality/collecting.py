"""Day one of a product: what people have judged so far, and how much a first model needs."""

from dataclasses import dataclass

LEAST_GOOD, LEAST_DEFECTIVE = 40, 20
"""Photographs of a side group that people judged, from which a first training is worth its while."""


@dataclass(frozen=True)
class Collected:
    """The photographs of one side group that people have judged, for the model that is to come."""

    group: str
    model: str
    good: int
    defective: int

    @property
    def enough(self) -> bool:
        """Whether a first model can be trained on them."""
        return self.good >= LEAST_GOOD and self.defective >= LEAST_DEFECTIVE
