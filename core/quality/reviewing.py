"""What a reviewer may say of a can, and what has to go with it."""

from enum import StrEnum

from core.quality.defects import Severity
from core.quality.rights import Right, Role, may
from core.quality.verdict import Verdict


class Disposition(StrEnum):
    """What becomes of a can. Bad is not scrap: a smooth dent is minor, and the can may be passed."""

    PASSED = "passed"
    REWORKED = "reworked"
    SCRAPPED = "scrapped"
    LABORATORY = "laboratory"


DECISIONS = (Verdict.GOOD, Verdict.BAD)
"""The verdicts that a review can end with."""


def proposed(verdict: Verdict, severity: Severity | None) -> Disposition:
    """Return what usually becomes of a can; critical, or bad for a reason that nobody named, goes to the laboratory."""
    if verdict is Verdict.GOOD or severity is Severity.MINOR:
        return Disposition.PASSED
    return Disposition.SCRAPPED if severity is Severity.MAJOR else Disposition.LABORATORY


def objection(
    held: Verdict, verdict: Verdict, severity: Severity | None, disposition: Disposition, reason: str
) -> str | None:
    """Return the code of what is wrong with a review, None when nothing is.

    ``held`` is the verdict that the reviewer saw, ``severity`` the worst of the defects that they named. Deciding what
    was left to a person is no overturning and needs no reason; making Good of an incomplete can does.
    """
    if verdict not in DECISIONS:
        return "review_decide"
    if verdict is Verdict.GOOD and severity is not None:
        return "review_named_is_bad"
    if severity is Severity.CRITICAL and disposition is Disposition.PASSED:
        return "review_critical_passed"
    return "review_reason" if needs_reason(held, verdict) and not reason.strip() else None


def needs_reason(held: Verdict, verdict: Verdict) -> bool:
    """Whether this verdict overturns the one that held."""
    return verdict is not held and (held in DECISIONS or (held is Verdict.INCOMPLETE and verdict is Verdict.GOOD))


def may_lower(role: Role, before: Severity | None, after: Severity | None) -> bool:
    """Whether a user of this role may turn a can of one severity into another; None is no defect."""
    return not lowers(before, after) or may(role, Right.LOWER_CRITICAL)


def lowers(before: Severity | None, after: Severity | None) -> bool:
    """Say whether a can was critical and would be no more."""
    return before is Severity.CRITICAL and after is not Severity.CRITICAL
