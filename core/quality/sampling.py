"""Samples of a lot: plans, the defects that count, and whether rejection is certain already.

A standard's name stands only on that standard's own numbers; every other plan says that it is somebody's own. CFIA's
"none serious" is taken from its "Metal can defects" as this project maps it: critical defects, and crushed cans, which
the table of defects calls major.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import BadInput
from core.quality.defects import DEFECTS, Severity

LARGEST_SAMPLE, LONGEST_PLAN_NAME = 10_000, 60


@dataclass(frozen=True)
class Limit:
    """Accept with at most ``accept`` defects, reject from ``reject`` on."""

    accept: int
    reject: int


@dataclass(frozen=True)
class Plan:
    """How many cans are drawn and how many defects decide; None where a class is not limited.

    ``total`` counts critical, major and minor defects. ``also_critical`` names codes that count as critical in this
    plan though the table of defects is milder.
    """

    name: str
    size: int
    critical: Limit | None = None
    major: Limit | None = None
    total: Limit | None = None
    also_critical: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name that people see: a plan that is no standard's says so."""
        return self.name if self in STANDARD_PLANS.values() else f"{self.name} (own plan)"

    @property
    def limits(self) -> dict[str, Limit]:
        """The limits that there are, by class."""
        return {name: limit for name, limit in
                (("critical", self.critical), ("major", self.major), ("total", self.total)) if limit is not None}


CFIA_200 = Plan("CFIA 200, none serious", 200, critical=Limit(0, 1), also_critical=("CRU",))
CFIA_1250 = Plan("CFIA 1,250 at reinspection, none serious", 1250, critical=Limit(0, 1), also_critical=("CRU",))
STANDARD_PLANS: dict[str, Plan] = {plan.name: plan for plan in (CFIA_200, CFIA_1250)}


def checked_plan(plan: Plan) -> Plan:
    """Return the plan; raises BadInput for one that decides nothing, or that no sample could fulfil."""
    if not plan.name.strip() or len(plan.name) > LONGEST_PLAN_NAME:
        raise BadInput(f"Give the plan a name of 1 to {LONGEST_PLAN_NAME} characters.")
    if not 1 <= plan.size <= LARGEST_SAMPLE:
        raise BadInput(f"A sample has 1 to {LARGEST_SAMPLE:,} cans: correct its size.")
    if not plan.limits:
        raise BadInput("The plan limits nothing: give acceptance and rejection numbers for one class at least.")
    for name, limit in plan.limits.items():
        if not 0 <= limit.accept < limit.reject:
            raise BadInput(f"The rejection number for {name} has to be larger than its acceptance number, "
                           "and neither below 0.")
    return plan


@dataclass(frozen=True)
class Found:
    """One defect that a person raised on the can ``can``; ``cause`` groups those of one can that one cause made."""

    can: int
    code: str
    severity: Severity
    cause: int | None = None


@dataclass(frozen=True)
class Counts:
    """Defects counted by class; ``total`` has the other two and the minor ones in it. ``ungraded`` ones have no
    severity yet and count in none."""

    critical: int = 0
    major: int = 0
    total: int = 0
    ungraded: int = 0


_RANK = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR, Severity.REVIEW)


def count_defects(plan: Plan, found: Iterable[Found]) -> Counts:
    """Count defects, those from one cause on one can once and at the worst severity (after 7 CFR 42.106)."""
    worst: dict[tuple[int, int], Severity] = {}
    for number, defect in enumerate(found):
        severity = Severity.CRITICAL if defect.code in plan.also_critical else defect.severity
        group = (defect.can, defect.cause) if defect.cause is not None else (-1, number)
        worst[group] = min(severity, worst.get(group, severity), key=_RANK.index)
    graded = list(worst.values())
    critical, major, minor, ungraded = (graded.count(severity) for severity in _RANK)
    return Counts(critical, major, critical + major + minor, ungraded)


def rejected_by(plan: Plan, counts: Counts) -> tuple[str, ...]:
    """Return the classes that have reached their rejection number: with any, rejection is certain already, because
    cans that are still to come can only add defects."""
    return tuple(name for name, limit in plan.limits.items() if getattr(counts, name) >= limit.reject)


def severity_of(code: str, graded: str | None) -> Severity:
    """Return how severe a raised defect is: as a person graded it, else as the table of defects says."""
    return Severity(graded) if graded else DEFECTS[code].severity
