"""Boxes that people draw on a photograph: where they saw a defect."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MOST_BOXES = 20
"""Boxes of one defect."""

LEAST_PIXELS = 3
"""A box narrower or lower than this is a slip of the hand."""


@dataclass(frozen=True)
class DrawnBox:
    """A region in the photograph's own pixels, right and bottom edges excluded."""

    x0: int
    y0: int
    x1: int
    y1: int

    def lies_in(self, width: int, height: int) -> bool:
        """Say whether all of it lies in a photograph of this size, and there is something of it."""
        return 0 <= self.x0 < self.x1 <= width and 0 <= self.y0 < self.y1 <= height


def drawn_between(across: Sequence[float], down: Sequence[float], width: int, height: int) -> DrawnBox | None:
    """Return the box between two corners as a pointer drew it, cut at the photograph's edges.

    None for what is no box: too small, beside the photograph, or numbers that are not finite.
    """
    if not across or not down or not all(map(math.isfinite, (*across, *down))):
        return None
    x0, x1 = (round(min(max(edge, 0.0), width)) for edge in (min(across), max(across)))
    y0, y1 = (round(min(max(edge, 0.0), height)) for edge in (min(down), max(down)))
    return DrawnBox(x0, y0, x1, y1) if min(x1 - x0, y1 - y0) >= LEAST_PIXELS else None
