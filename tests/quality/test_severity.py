"""A named defect's severity hangs on the answers to its questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.defects import DEFECTS, Severity
from core.quality.severity import QUESTIONS, Settled, counted, questions, settle, worst
from core.words import tr

KEYS = sorted({question.key for asked in QUESTIONS.values() for question in asked})
CODES = st.sampled_from(sorted(DEFECTS))
SEVERITIES = st.sampled_from(list(Severity))


@pytest.mark.parametrize(("code", "answers", "becomes"), [
    ("DNT", {}, Settled("DNT", Severity.MINOR)),
    ("DNT", {"touches_seam": False}, Settled("DNT", Severity.MINOR)),
    ("DNT", {"touches_seam": True}, Settled("SMD", Severity.MAJOR)),
    ("DNT", {"touches_seam": True, "seam_pulled": True}, Settled("SMD", Severity.CRITICAL)),
    ("SMD", {"seam_pulled": True}, Settled("SMD", Severity.CRITICAL)),
    ("SMD", {"leaks_or_bulges": True}, Settled("SMD", Severity.CRITICAL)),
    ("CRU", {"leaks_or_bulges": True}, Settled("CRU", Severity.CRITICAL)),
    ("BKL", {}, Settled("BKL", Severity.MAJOR)),
    ("BKL", {"clear_of_seam": True}, Settled("BKL", Severity.MINOR)),
    ("DNS", {"plate_fractured": True}, Settled("DNS", Severity.CRITICAL)),
    ("RPT", {"perforated": True}, Settled("RPT", Severity.CRITICAL)),
    ("RST", {"wipes_off": True}, Settled("RST", None)),
    ("RST", {"only_on_seam": True, "wipes_off": False}, Settled("RST", None)),
    ("TAB", {"score_fractured": True}, Settled("SCF", Severity.CRITICAL)),
    ("PNL", {"ridges": True}, Settled("PNL", Severity.MAJOR)),
    ("LBL", {"markings_lost": True}, Settled("LBL", Severity.MAJOR)),
    ("COT", {"bare_metal": True}, Settled("COT", Severity.MAJOR)),
    ("UNK", {}, Settled("UNK", Severity.REVIEW)),
])
def test_each_escalation_and_relaxation_of_the_table(code: str, answers: dict[str, bool], becomes: Settled) -> None:
    assert settle(code, answers) == becomes


def test_every_escalation_of_the_table_is_asked_in_words() -> None:
    unconditional = {"never relax", "none permitted", "a person names it", ""}
    assert {code for code, defect in DEFECTS.items() if defect.escalation not in unconditional} == set(QUESTIONS)
    assert all(tr(f"ask_{key}").endswith("?") for key in KEYS)


@given(CODES)
def test_without_an_answer_a_defect_is_what_the_table_says(code: str) -> None:
    assert settle(code, {}) == Settled(code, DEFECTS[code].severity)
    assert settle(code, {q.key: False for q in questions(code, {})}) == settle(code, {})


@given(CODES, st.dictionaries(st.sampled_from(KEYS), st.booleans()))
def test_a_critical_defect_is_never_relaxed_and_only_rust_is_ever_none(code: str, given: dict[str, bool]) -> None:
    asked = {question.key for question in questions(code, given)}
    settled = settle(code, {key: value for key, value in given.items() if key in asked})
    if DEFECTS[code].severity is Severity.CRITICAL:
        assert settled.severity is Severity.CRITICAL
    assert settled.severity is not None or code == "RST"
    if given.keys() - asked:
        with pytest.raises(ValueError, match="not asked"):
            settle(code, given)


@given(st.lists(st.tuples(st.none() | st.integers(1, 4), SEVERITIES)))
def test_one_cause_counts_once_at_its_worst_and_the_worst_is_never_lost(found: list) -> None:
    counts = counted(found)
    causes = {cause for cause, _ in found if cause is not None}
    assert len(counts) == len(causes) + sum(cause is None for cause, _ in found)
    assert worst(counts) == worst(severity for _, severity in found)
    assert (worst(counts) is Severity.CRITICAL) == any(severity is Severity.CRITICAL for _, severity in found)


def test_a_dent_and_the_scratch_from_the_same_blow_are_one_defect() -> None:
    assert counted([(1, Severity.MINOR), (1, Severity.MAJOR), (None, Severity.MINOR)]) == \
        [Severity.MAJOR, Severity.MINOR]
    assert counted([]) == [] and worst([]) is None
