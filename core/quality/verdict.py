"""The verdict on a side from its probability, and on a can from its sides. It fails closed: Good has to be earned."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.quality.sides import Side
from core.quality.thresholds import Thresholds


class Outcome(StrEnum):
    """What is known of one side."""

    GOOD = "good"
    REVIEW = "review"
    BAD = "bad"
    MISSING = "missing"
    ERROR = "error"


class Verdict(StrEnum):
    """What is said of a can."""

    GOOD = "good"
    BAD = "bad"
    REVIEW = "review"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Reason:
    """Why, as a code with its numbers; ``core.words`` makes the sentence, records keep the code."""

    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Box:
    """A suspect region in the photograph's own pixels, right and bottom edges excluded; score 0..1."""

    x0: int
    y0: int
    x1: int
    y1: int
    score: float
    code: str | None = None


@dataclass(frozen=True)
class SideResult:
    """What was found on one side; numbers are None where there was nothing to measure."""

    side: Side
    outcome: Outcome
    reason: Reason
    probability: float | None = None
    thresholds: Thresholds | None = None
    boxes: tuple[Box, ...] = ()
    model: str | None = None


def judge_probability(probability: float | None, thresholds: Thresholds) -> tuple[Outcome, Reason]:
    """Say what a probability of being defective means; anything but a finite number in 0..1 is an error."""
    if probability is None or not math.isfinite(probability) or not 0 <= probability <= 1:
        return Outcome.ERROR, Reason("side_not_a_probability")
    numbers = {
        "probability": probability,
        "good_below": thresholds.good_below,
        "bad_from": thresholds.bad_from,
    }
    if probability >= thresholds.bad_from:
        return Outcome.BAD, Reason("side_bad", numbers)
    if probability < thresholds.good_below:
        return Outcome.GOOD, Reason("side_good", numbers)
    return Outcome.REVIEW, Reason("side_between", numbers)


def can_verdict(results: Iterable[SideResult]) -> tuple[Verdict, Reason]:
    """Return the can's verdict and why.

    In this order: any bad side, BAD; else a missing required side, INCOMPLETE; else any review or error, REVIEW;
    else GOOD. A missing optional side does not count. No side given at all is INCOMPLETE.
    """
    results = list(results)
    bad = [r for r in results if r.outcome is Outcome.BAD]
    if bad:
        worst = max(bad, key=lambda r: r.probability or 0.0)
        return Verdict.BAD, Reason("can_bad", {
            "side": worst.side.number, "label": worst.side.label, "more": len(bad) - 1,
            "probability": worst.probability or 0.0,
            "bad_from": worst.thresholds.bad_from if worst.thresholds else 1.0,
        })
    missing = [r for r in results if r.outcome is Outcome.MISSING and r.side.required]
    taken = [r for r in results if r.outcome is not Outcome.MISSING]
    if missing or not taken:
        return Verdict.INCOMPLETE, Reason("can_incomplete", {
            "missing": ", ".join(str(r.side.number) for r in missing),
            "missing_count": len(missing), "required": sum(r.side.required for r in results),
        })
    doubtful = [r for r in taken if r.outcome is not Outcome.GOOD]
    if doubtful:
        first = doubtful[0]
        return Verdict.REVIEW, Reason("can_review", {
            "side": first.side.number, "label": first.side.label, "more": len(doubtful) - 1,
            "because": first.reason.code, **first.reason.values,
        })
    return Verdict.GOOD, Reason("can_good", {"taken": len(taken)})
