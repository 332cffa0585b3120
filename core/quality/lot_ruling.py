"""What a sample says of its lot by its plan, and which of its cans nothing can be said of yet."""

from collections.abc import Iterable
from enum import StrEnum

from core.quality.defects import Severity
from core.quality.sampling import Counts, Plan, rejected_by
from core.quality.verdict import Verdict


class Ruling(StrEnum):
    """What a sample says; a manager disposes."""

    REJECT = "reject"
    UNSETTLED = "unsettled"
    GOING_ON = "going on"
    BETWEEN = "between"
    ACCEPT = "accept"


class Unsettled(StrEnum):
    """Why a can of a sample does not count yet."""

    INCOMPLETE = "incomplete"
    IN_REVIEW = "in review"
    UNNAMED = "bad, no defect named"
    UNGRADED = "a defect not graded"


def unsettled(verdict: Verdict, severities: Iterable[Severity]) -> Unsettled | None:
    """Say why a can cannot be counted, None where it can; ``severities`` are those of the defects named on it."""
    if verdict is Verdict.INCOMPLETE:
        return Unsettled.INCOMPLETE
    if verdict is Verdict.REVIEW:
        return Unsettled.IN_REVIEW
    if verdict is Verdict.GOOD:
        return None
    graded = list(severities)
    if not graded:
        return Unsettled.UNNAMED
    return Unsettled.UNGRADED if Severity.REVIEW in graded else None


def ruling(plan: Plan, counts: Counts, finished: int, unsettled_cans: int) -> Ruling:
    """Return what a sample says after so many finished cans of which so many cannot be counted yet.

    Rejection is certain at the first rejection number that is reached, whatever is still to come. Acceptance needs
    every can finished and settled and no class above its acceptance number; between the two numbers the plan says
    neither.
    """
    if rejected_by(plan, counts):
        return Ruling.REJECT
    if unsettled_cans:
        return Ruling.UNSETTLED
    if finished < plan.size:
        return Ruling.GOING_ON
    within = all(getattr(counts, name) <= limit.accept for name, limit in plan.limits.items())
    return Ruling.ACCEPT if within else Ruling.BETWEEN
