"""Which training photographs are kept aside for validation: whole groups, both classes."""

from collections import Counter
from dataclasses import replace

import numpy as np

from core.vision.dataset import Picture

SHARE = 0.2


def split_by_group(pictures: list[Picture], seed: int) -> tuple[list[Picture], list[Picture]]:
    """Return (learn from, validate on): about a fifth of each class, the same for the same seed.

    No group is on both sides, unless the groups are too few for both sides to have both classes; then each photograph
    counts as a group of its own.
    """
    chosen = _choose(pictures, seed)
    sides = [p for p in pictures if p.group not in chosen], [p for p in pictures if p.group in chosen]
    if any({p.defective for p in side} != {False, True} for side in sides):
        single = [replace(p, group=p.file) for p in pictures]
        chosen = _choose(single, seed)
        sides = [p for p in pictures if p.file not in chosen], [p for p in pictures if p.file in chosen]
    return sides


def _choose(pictures: list[Picture], seed: int) -> set[str]:
    chosen: set[str] = set()
    for defective in (True, False):
        sizes = Counter(p.group for p in pictures if p.defective is defective)
        groups = sorted(sizes)
        np.random.default_rng([seed, int(defective)]).shuffle(groups)
        wanted = max(1, round(SHARE * sizes.total()))
        count = sum(sizes[group] for group in chosen)
        for group in groups:
            if group not in chosen and count + sizes[group] <= wanted:
                chosen.add(group)
                count += sizes[group]
        if not count and len(groups) > 1:
            chosen.add(min(groups, key=lambda group: sizes[group]))
    return chosen
