"""What one finished can adds to the figures: its verdict, what people said of the model's, its defects and boxes."""

from collections.abc import Iterable, Sequence

from core.quality.defects import Severity
from core.quality.severity import worst
from core.quality.verdict import Verdict

GRID = 16
"""A side is looked at in so many steps across and down."""

UNNAMED = "UNK"
_MILLION = 1_000_000

COUNTED = ("good", "bad", "review", "incomplete", "confirmed_good", "confirmed_bad", "false_alarm", "missed",
           "defects", "measured", "probability_ppm")
"""What is counted of cans. ``measured`` are good cans with a probability, ``probability_ppm`` the sum of theirs."""

Defect = tuple[str, Severity, int]
"""Code, severity and side."""


def verdict_figures(holds: Verdict, model: Verdict, by_person: bool) -> dict[str, int]:
    """Return what a can counts as by the verdict that holds, and where a person judged it, how the model did."""
    figures = {holds.value: 1}
    gauge = {
        (Verdict.GOOD, Verdict.GOOD): "confirmed_good", (Verdict.BAD, Verdict.BAD): "confirmed_bad",
        (Verdict.BAD, Verdict.GOOD): "false_alarm", (Verdict.GOOD, Verdict.BAD): "missed",
    }.get((model, holds))
    return figures | {gauge: 1} if by_person and gauge else figures


def probability_figures(holds: Verdict, probabilities: Sequence[float]) -> dict[str, int]:
    """Return what a good can adds to the mean probability of good cans: the mean over its sides, in millionths."""
    if holds is not Verdict.GOOD or not probabilities:
        return {}
    return {"measured": 1, "probability_ppm": round(_MILLION * sum(probabilities) / len(probabilities))}


def standing_defects(
    holds: Verdict, raised: Iterable[tuple[int | None, Defect]], bad_sides: Iterable[int]
) -> list[Defect]:
    """Return the defects that a can counts with: none unless it is bad.

    Those that people raised, as (cause, defect), of one cause the worst alone; where nobody named any, an anomaly
    without a name on each side that the model found bad.
    """
    if holds is not Verdict.BAD:
        return []
    alone: list[Defect] = []
    by_cause: dict[int, list[Defect]] = {}
    for cause, defect in raised:
        (alone if cause is None else by_cause.setdefault(cause, [])).append(defect)
    for together in by_cause.values():
        heaviest = worst(severity for _, severity, _ in together)
        alone.append(min(defect for defect in together if defect[1] is heaviest))
    return alone or [(UNNAMED, Severity.REVIEW, side) for side in bad_sides]


def on_grid(x0: int, y0: int, x1: int, y1: int, width: int, height: int) -> tuple[int, int, int, int] | None:
    """Return a box in steps of the grid, right and bottom excluded; None where it lies outside of the photograph."""
    if not (0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height):
        return None
    return (x0 * GRID // width, y0 * GRID // height, -(-x1 * GRID // width), -(-y1 * GRID // height))
