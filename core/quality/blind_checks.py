"""Blind checks: for a share of cans a person judges before the model's verdict is shown."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from core.quality.corrected_rate import Checked
from core.quality.verdict import Outcome, Reason, SideResult, Verdict

HIDDEN = "side_hidden"
"""The reason of a side whose result is not shown yet."""

_TELLING = frozenset({"side_good", "side_bad", "side_between", "side_unfamiliar"})
"""Reasons that give the model's verdict away; the others are about the photograph, which can still be taken again."""


def is_drawn(seed: str, inspection_id: int, percent: int) -> bool:
    """Say whether a can is among the ``percent`` of all: by a hash, the same whenever it is asked, that nobody without
    the seed foresees."""
    digest = hashlib.sha256(f"{seed} {inspection_id}".encode()).digest()
    return 100 * int.from_bytes(digest[:8]) < percent << 64


def without_result(result: SideResult) -> SideResult:
    """Return what may be shown of a side before the person has judged: nothing of what the model made of it."""
    if result.reason.code in _TELLING:
        return SideResult(result.side, Outcome.REVIEW, Reason(HIDDEN))
    return replace(result, probability=None, thresholds=None, boxes=(), model=None)


def checked(counts: Mapping[tuple[Verdict, Verdict], int]) -> Checked:
    """Return how the model did on blind checks, counted by (the person's verdict, the model's), with the person's taken
    for the truth.

    A bad can that the model left to a person was not passed, and a good one was not passed either.
    """
    truths = (Verdict.BAD, Verdict.GOOD)
    bad, good = (sum(n for (person, _), n in counts.items() if person is truth) for truth in truths)
    passed_bad, passed_good = (counts.get((truth, Verdict.GOOD), 0) for truth in truths)
    return Checked(bad - passed_bad, bad, passed_good, good)
