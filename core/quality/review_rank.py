"""Which finished cans want a person's look, and which of them first."""

from collections.abc import Iterable
from enum import StrEnum

from core.quality.verdict import SideResult, Verdict

NEAR = 0.05
"""A probability this close to either threshold is near it: one training run more could have moved it across."""

UNNAMED = "UNK"


class Wanted(StrEnum):
    """Why a can wants a person, from the most valuable look to the least."""

    UNDECIDED = "undecided"
    DIFFERS = "differs"
    NEAR_THRESHOLD = "near_threshold"
    UNFAMILIAR = "unfamiliar"
    UNNAMED = "unnamed"

    @property
    def rank(self) -> int:
        """Its place in the queue: the lower, the sooner."""
        return 10 * (list(Wanted).index(self) + 1)


def wanted(
    results: Iterable[SideResult], model: Verdict, people: Iterable[Verdict], codes: Iterable[str],
    blind: Verdict | None = None,
) -> Wanted | None:
    """Say why a can wants a person who reviews it, None where it does not.

    ``model`` is the model's verdict, ``people`` are those that stand beside it, oldest first, ``codes`` the defects
    named so far; ``blind`` is what its inspector said before seeing the model's, which decides nothing but asks for a
    person where it differs. An incomplete can wants its sides taken, not a reviewer, until a person says something of
    it.
    """
    said = [model, *people]
    holds = said[-1]
    if holds is Verdict.REVIEW:
        return Wanted.UNDECIDED
    if len({*said, blind or holds}) > 1:
        return Wanted.DIFFERS
    if holds is Verdict.INCOMPLETE:
        return None
    results = list(results)
    if any(near_threshold(result) for result in results):
        return Wanted.NEAR_THRESHOLD
    if any(result.reason.code == "side_unfamiliar" for result in results):
        return Wanted.UNFAMILIAR
    if holds is Verdict.BAD and not set(codes) - {UNNAMED}:
        return Wanted.UNNAMED
    return None


def near_threshold(result: SideResult) -> bool:
    """Whether a side's probability lies within ``NEAR`` of either of its thresholds."""
    if result.probability is None or result.thresholds is None:
        return False
    limits = (result.thresholds.good_below, result.thresholds.bad_from)
    return any(abs(result.probability - limit) <= NEAR + 1e-9 for limit in limits)
