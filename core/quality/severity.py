"""How severe a defect is: the table's severity, and the yes-or-no questions that make it more or less.

A question that nobody answered changes nothing, so a defect is relaxed only by someone who looked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.quality.defects import DEFECTS, Severity


@dataclass(frozen=True)
class Question:
    """One question about a defect: what a yes makes of it, another code or another severity, or no defect at all."""

    key: str
    code: str | None = None
    severity: Severity | None = None

    @property
    def relaxes(self) -> bool:
        """Whether a yes says that there is no defect."""
        return self.code is None and self.severity is None


_LEAKS = Question("leaks_or_bulges", severity=Severity.CRITICAL)

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "CRU": (_LEAKS,),
    "SMD": (Question("seam_pulled", severity=Severity.CRITICAL), _LEAKS),
    "BKL": (Question("clear_of_seam", severity=Severity.MINOR),),
    "DNS": (Question("plate_fractured", severity=Severity.CRITICAL),),
    "RPT": (Question("perforated", severity=Severity.CRITICAL),),
    "TAB": (Question("score_fractured", code="SCF"),),
    "DNT": (Question("touches_seam", code="SMD"),),
    "RST": (Question("wipes_off"), Question("only_on_seam")),
    "PNL": (Question("ridges", severity=Severity.MAJOR),),
    "LBL": (Question("markings_lost", severity=Severity.MAJOR),),
    "COT": (Question("bare_metal", severity=Severity.MAJOR),),
}
"""What is asked of each code; a code that is not here has its severity whatever else is seen."""

_FROM_THE_WORST = (Severity.CRITICAL, Severity.MAJOR, Severity.REVIEW, Severity.MINOR)
"""An unnamed anomaly outweighs a minor defect, because it may turn out to be anything."""


@dataclass(frozen=True)
class Settled:
    """What a defect is after the answers; ``severity`` is None where it is no defect."""

    code: str
    severity: Severity | None


def settle(code: str, answers: Mapping[str, bool]) -> Settled:
    """Return what a named defect is after the answers to its questions.

    Raises KeyError for an unknown code, ValueError for an answer to a question that is not asked.
    """
    asked = questions(code, answers)
    if strange := answers.keys() - {question.key for question in asked}:
        raise ValueError(f"{', '.join(sorted(strange))}: not asked of {code}")
    settled = Settled(code, DEFECTS[code].severity)
    for question in asked:
        if not answers.get(question.key):
            continue
        if question.relaxes:
            return Settled(settled.code, None)
        becomes = question.code or settled.code
        settled = Settled(becomes, question.severity or DEFECTS[becomes].severity)
    return settled


def questions(code: str, answers: Mapping[str, bool]) -> tuple[Question, ...]:
    """Return what is asked of a defect, in order: where an answer makes it another code, that code's questions too."""
    asked = QUESTIONS.get(code, ())
    for question in asked:
        if question.code and answers.get(question.key):
            asked += questions(question.code, answers)
    return asked


def worst(severities: Iterable[Severity]) -> Severity | None:
    """Return the worst severity, which is the can's; None of none."""
    return min(severities, key=_FROM_THE_WORST.index, default=None)


def counted(defects: Iterable[tuple[int | None, Severity]]) -> list[Severity]:
    """Return the severities that count, of (cause, severity): one cause once, at its worst (7 CFR 42.106).

    A defect without a cause stands for itself.
    """
    alone: list[Severity] = []
    by_cause: dict[int, list[Severity]] = {}
    for cause, severity in defects:
        (alone if cause is None else by_cause.setdefault(cause, [])).append(severity)
    worst_of_each = [found for group in by_cause.values() if (found := worst(group))]
    return sorted([*alone, *worst_of_each], key=_FROM_THE_WORST.index)
