"""Whether enough was measured to call a figure good."""

ENOUGH = 50
"""Photographs of each class from which one of them moves a figure by 2 points or less."""


def points_of_one(n: int) -> float:
    """Return by how many percentage points one of ``n`` (> 0) moves a share of them."""
    return 100 / n


def too_few(n: int) -> bool:
    """Say whether ``n`` are too few for their share to be called good, or bad."""
    return n < ENOUGH
